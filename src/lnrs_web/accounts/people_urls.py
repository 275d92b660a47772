"""Addresses of who may do what."""

from django.urls import path

from lnrs_web.accounts import people_views as views

app_name = "people"
urlpatterns = [
    path("", views.people, name="all"),
    path("invite/", views.invite, name="invite"),
    path("organisations/", views.organisations, name="organisations"),
    path("invitations/<uuid:public_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:public_id>/end/", views.end, name="end"),
]
