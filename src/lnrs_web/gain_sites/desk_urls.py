"""Addresses of the register at the desk."""

from django.urls import path

from lnrs_web.gain_sites.views import desk

app_name = "gain_desk"
urlpatterns = [
    path("", desk.overview, name="all"),
    path("<slug:area>/versions/<uuid:public_id>/", desk.version, name="version"),
    path("<slug:area>/sites/<uuid:public_id>/", desk.site, name="site"),
    path("<slug:area>/held/<uuid:public_id>/", desk.holding, name="holding"),
]
