"""The app of the desk."""

from django.apps import AppConfig


class Desk(AppConfig):
    name = "hengjian.surfaces.desk"
    label = "desk"
