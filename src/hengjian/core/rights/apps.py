"""The app of rights; it follows every change of the trees."""

from django.apps import AppConfig


class Rights(AppConfig):
    name = "hengjian.core.rights"
    label = "rights"

    def ready(self) -> None:
        from hengjian.core.organisation import changes
        from hengjian.core.rights.actions import renew_reach

        changes.follow(renew_reach)
