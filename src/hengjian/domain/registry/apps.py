"""The app of the registers."""

from django.apps import AppConfig


class Registry(AppConfig):
    name = "hengjian.domain.registry"
    label = "registry"
