"""Addresses of the links that authorities are mailed."""

from django.urls import path

from lnrs_web.procedure import reply_views

app_name = "reply"
urlpatterns = [
    path("<str:token>/", reply_views.page, name="page"),
    path("<str:token>/documents/<uuid:public_id>/", reply_views.document, name="document"),
    path("<str:token>/edition/<path:path>", reply_views.file, name="file"),
]
