"""Addresses that are in mails about briefings."""

from django.urls import path

from lnrs_web.briefings.views import public

app_name = "briefing_mail"
urlpatterns = [
    path("yes/<str:token>/", public.agree, name="agree"),
    path("no-more/<str:token>/", public.end, name="end"),
]
