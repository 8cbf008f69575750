"""The app of audits."""

from django.apps import AppConfig


class Audit(AppConfig):
    name = "hengjian.core.audit"
    label = "audit"
