"""The address of 30 by 30 in England."""

from django.urls import path

from lnrs_web.thirty_by_thirty import england_views

app_name = "thirty_england"
urlpatterns = [path("30-by-30/", england_views.england, name="england")]
