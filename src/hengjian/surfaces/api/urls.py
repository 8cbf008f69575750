"""The addresses of the interface."""

from django.urls import path

from hengjian.surfaces.api.version_one import api

urlpatterns = [path("v1/", api.urls)]
