"""Addresses of pictures and files. They belong to no area: a page names them, whichever it is."""

from django.urls import path

from lnrs_web.newsroom import file_views

urlpatterns = [
    path("media/images/<str:name>", file_views.picture, name="pages-picture"),
    path("media/downloads/<int:number>-<slug:mark>/<str:name>", file_views.download, name="pages-download"),
]
