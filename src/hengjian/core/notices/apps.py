"""The app of notices."""

from django.apps import AppConfig


class Notices(AppConfig):
    name = "hengjian.core.notices"
    label = "notices"
