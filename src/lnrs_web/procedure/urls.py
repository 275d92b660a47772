"""Addresses of the timeline."""

from django.urls import path

from lnrs_web.procedure import public_views

app_name = "timeline"
urlpatterns = [
    path("procedure/", public_views.of_area, name="page"),
    path("procedure/timeline.svg", public_views.drawn, name="drawn"),
    path("procedure/documents/<uuid:public_id>/", public_views.document, name="document"),
]
