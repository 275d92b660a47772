"""Addresses of have your say at the desk."""

from django.urls import path

from lnrs_web.engagement.desk import asking, entering, views

app_name = "say_desk"
urlpatterns = [
    path("", views.activities, name="activities"),
    path("new/", views.new, name="new"),
    path("events/new/", entering.event, name="new_event"),
    path("events/<uuid:public_id>/", entering.event, name="event"),
    path("<uuid:public_id>/", views.activity, name="activity"),
    path("<uuid:public_id>/edit/", views.edit, name="edit"),
    path("<uuid:public_id>/questions/new/", asking.question, name="new_question"),
    path("<uuid:public_id>/questions/<slug:code>/change/", asking.question, name="question"),
    path("<uuid:public_id>/questions/<slug:code>/arrange/", asking.arrange, name="arrange"),
    path("<uuid:public_id>/preview/", views.preview, name="preview"),
    path("<uuid:public_id>/open/", views.release, name="release"),
    path("<uuid:public_id>/close/", views.close, name="close"),
    path("<uuid:public_id>/extend/", views.extend, name="extend"),
    path("<uuid:public_id>/enter/", entering.enter, name="enter"),
    path("<uuid:public_id>/kiosk/", entering.kiosk, name="kiosk"),
]
