"""The app of people and posts."""

from django.apps import AppConfig


class People(AppConfig):
    name = "hengjian.core.people"
    label = "people"
