"""The app of jobs. It loads the `tasks.py` of every app, where tasks and their schedules are named."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class Jobs(AppConfig):
    name = "hengjian.core.jobs"
    label = "jobs"

    def ready(self) -> None:
        autodiscover_modules("tasks")
