"""The app of the search."""

from django.apps import AppConfig


class Search(AppConfig):
    name = "hengjian.core.search"
    label = "search"
