"""Addresses of petitions at the desk."""

from django.urls import path

from lnrs_web.petition.views import desk, desk_signatures

app_name = "petition_desk"
urlpatterns = [
    path("", desk.every, name="all"),
    path("removals/<uuid:public_id>/", desk_signatures.removal, name="removal"),
    path("new/<slug:area>/", desk.new, name="new"),
    path("<uuid:public_id>/", desk.petition, name="petition"),
    path("<uuid:public_id>/change/", desk.change, name="change"),
    path("<uuid:public_id>/aside/", desk_signatures.aside, name="aside"),
    path("<uuid:public_id>/removals/", desk_signatures.removals, name="removals"),
    path("<uuid:public_id>/watches/", desk_signatures.watches, name="watches"),
    path("<uuid:public_id>/paper/", desk.paper, name="paper"),
    path("<uuid:public_id>/updates/", desk.updates, name="updates"),
]
