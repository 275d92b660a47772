"""Addresses of what somebody has in the register: sites of their own, and units that they reserved."""

from django.urls import path

from lnrs_web.gain_sites.views import own, own_parts, relaying, reserving

app_name = "own_gain"
urlpatterns = [
    path("", own.all_of_it, name="all"),
    path("list/<slug:area>/", own.begin, name="begin"),
    path("sites/<uuid:public_id>/", own.site, name="site"),
    path("sites/<uuid:public_id>/facts/", own_parts.facts, name="facts"),
    path("sites/<uuid:public_id>/land/", own_parts.land, name="land"),
    path("sites/<uuid:public_id>/habitats/", own_parts.habitats, name="habitats"),
    path("sites/<uuid:public_id>/send/", own.send, name="send"),
    path("sites/<uuid:public_id>/take-back/", own.take_back, name="take_back"),
    path("sites/<uuid:public_id>/withdraw/", own.withdraw, name="withdraw"),
    path("ask/<slug:area>/<slug:reference>/", relaying.ask, name="ask"),
    path("enquiries/<uuid:public_id>/", relaying.enquiry, name="enquiry"),
    path("needs/<slug:area>/", relaying.say_need, name="need"),
    path("needs/<uuid:public_id>/take-back/", relaying.take_need_back, name="take_need_back"),
    path("reserve/<uuid:public_id>/", reserving.reserve, name="reserve"),
    path("reservations/<uuid:public_id>/", reserving.holding, name="holding"),
]
