"""Addresses of somebody's own applications for credits."""

from django.urls import path

from lnrs_web.nutrients import apply_views

app_name = "credits"
urlpatterns = [
    path("", apply_views.every_one, name="mine"),
    path("apply/<slug:area>/", apply_views.apply, name="apply"),
    path("<uuid:public_id>/", apply_views.own, name="own"),
    path("<uuid:public_id>/certificates/<slug:code>.pdf", apply_views.certificate_pdf, name="pdf"),
    path("<uuid:public_id>/withdraw/", apply_views.withdraw, name="withdraw"),
]
