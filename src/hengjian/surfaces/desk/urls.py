"""The pages of the desk: the `urlpatterns` of every module here, so that a page is added by one file."""

from django.urls import URLPattern, URLResolver

from hengjian.surfaces.desk.joining import joined

app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = list(joined("urlpatterns"))
