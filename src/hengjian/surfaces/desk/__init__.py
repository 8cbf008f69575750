"""The desk: what staff work at. One module per noun or page; a module's `urlpatterns` put it on the map."""
