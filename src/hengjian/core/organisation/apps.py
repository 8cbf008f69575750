"""The app of divisions and units."""

from django.apps import AppConfig


class Organisation(AppConfig):
    name = "hengjian.core.organisation"
    label = "organisation"
