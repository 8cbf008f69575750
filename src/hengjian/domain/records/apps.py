"""The app of submissions and records."""

from django.apps import AppConfig


class Records(AppConfig):
    name = "hengjian.domain.records"
    label = "records"
