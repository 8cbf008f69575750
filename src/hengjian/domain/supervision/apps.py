"""The app of supervision."""

from django.apps import AppConfig


class Supervision(AppConfig):
    name = "hengjian.domain.supervision"
    label = "supervision"
