"""Addresses of somebody's own projects."""

from django.urls import path

from lnrs_web.delivery.views import own, own_parts

app_name = "own_delivery"
urlpatterns = [
    path("", own.every, name="all"),
    path("add/<slug:area>/", own.begin, name="begin"),
    path("<uuid:public_id>/", own.project, name="project"),
    path("<uuid:public_id>/facts/", own.facts, name="facts"),
    path("<uuid:public_id>/land/", own_parts.land, name="land"),
    path("<uuid:public_id>/delivers/", own_parts.delivers, name="delivers"),
    path("<uuid:public_id>/pictures/", own_parts.pictures, name="pictures"),
    path("<uuid:public_id>/pictures/<int:position>.jpg", own_parts.picture, name="picture"),
    path("<uuid:public_id>/records/", own_parts.found_there, name="records"),
    path("<uuid:public_id>/send/", own.send, name="send"),
    path("<uuid:public_id>/take-back/", own.take_back, name="take_back"),
    path("<uuid:public_id>/undo/", own.undo, name="undo"),
    path("<uuid:public_id>/withdraw/", own.withdraw, name="withdraw"),
]
