"""The app of the look."""

from django.apps import AppConfig


class Look(AppConfig):
    name = "hengjian.surfaces.look"
    label = "look"
