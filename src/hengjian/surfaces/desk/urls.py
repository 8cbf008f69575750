"""The pages of the desk: the `urlpatterns` of every module here, so that a page is added by one file."""

import importlib
import pkgutil

from django.urls import URLPattern, URLResolver

from hengjian.surfaces import desk

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = []

for module in sorted(one.name for one in pkgutil.iter_modules(desk.__path__)):
    if module not in {"urls", "apps", "tests"}:
        page = importlib.import_module(f"{desk.__name__}.{module}")
        urlpatterns += getattr(page, "urlpatterns", [])
