"""Where each surface begins. A surface lists its own pages in its `urls.py`."""

from django.urls import include, path

from hengjian.surfaces.look.style import style_page

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("look/", style_page, name="look"),
    path("", include("hengjian.surfaces.desk.urls")),
]
