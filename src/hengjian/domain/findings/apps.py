"""The app of check runs and findings."""

from django.apps import AppConfig


class Findings(AppConfig):
    name = "hengjian.domain.findings"
    label = "findings"
