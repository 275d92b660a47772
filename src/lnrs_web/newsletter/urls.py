"""Addresses of the newsletter, under an area's name."""

from django.urls import path

from lnrs_web.newsletter import views

app_name = "newsletter"
urlpatterns = [
    path("newsletter/", views.subscribe, name="ask"),
    path("newsletter/confirm/<str:token>/", views.confirm, name="confirm"),
    path("newsletter/leave/<str:token>/", views.leave, name="leave"),
]
