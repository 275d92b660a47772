"""Addresses of 30 by 30 at the desk."""

from django.urls import path

from lnrs_web.thirty_by_thirty import desk_views

app_name = "thirty_desk"
urlpatterns = [
    path("", desk_views.all_areas, name="all"),
    path("<slug:area>/", desk_views.candidates, name="candidates"),
    path("candidates/<uuid:public_id>/", desk_views.candidate, name="candidate"),
    path("suggestions/<uuid:public_id>/", desk_views.suggestion, name="suggestion"),
]
