"""Where each surface begins. A surface lists its own pages in its `urls.py`."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("", include("hengjian.surfaces.desk.urls")),
]
