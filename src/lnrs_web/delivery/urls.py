"""Addresses of delivery for everyone."""

from django.urls import path

from lnrs_web.delivery.views import public

app_name = "delivery"
urlpatterns = [
    path("delivery/", public.projects, name="projects"),
    path("delivery/projects.csv", public.table, {"form": "csv"}, name="projects_csv"),
    path("delivery/projects.xlsx", public.table, {"form": "xlsx"}, name="projects_xlsx"),
    path("delivery/projects.geojson", public.boundaries, name="projects_geojson"),
    path("delivery/progress/", public.how_far, name="progress"),
    path("delivery/progress.csv", public.progress_table, {"form": "csv"}, name="progress_csv"),
    path("delivery/progress.xlsx", public.progress_table, {"form": "xlsx"}, name="progress_xlsx"),
    path("delivery/pictures/<uuid:public_id>.jpg", public.photo, name="photo"),
    path("delivery/<slug:reference>/", public.project, name="project"),
    path("delivery/<slug:reference>/records.csv", public.records_table, {"form": "csv"}, name="records_csv"),
    path("delivery/<slug:reference>/records.xlsx", public.records_table, {"form": "xlsx"}, name="records_xlsx"),
]
