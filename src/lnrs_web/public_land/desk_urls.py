"""Addresses of public land at the desk."""

from django.urls import path

from lnrs_web.public_land import desk_views

app_name = "public_land_desk"
urlpatterns = [
    path("", desk_views.all_areas, name="all"),
    path("<slug:area>/", desk_views.bodies, name="bodies"),
    path("bodies/<uuid:public_id>/", desk_views.body, name="body"),
    path("reports/<uuid:public_id>/", desk_views.report, name="report"),
    path("reports/<uuid:public_id>/draft.pdf", desk_views.draft_pdf, name="draft_pdf"),
]
