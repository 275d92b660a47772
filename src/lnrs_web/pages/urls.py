"""Addresses of the pages that belong to no area."""

from django.urls import path

from lnrs_web.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.choose_area, name="choose_area"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("healthz", views.healthz, name="healthz"),
]
