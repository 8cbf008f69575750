"""The app of the desk."""

from django.apps import AppConfig


class Desk(AppConfig):
    name = "hengjian.surfaces.desk"
    label = "desk"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added, authenticator_removed

        from hengjian.surfaces.desk.login import factor_added, factor_removed

        authenticator_added.connect(factor_added, dispatch_uid="desk")
        authenticator_removed.connect(factor_removed, dispatch_uid="desk")
