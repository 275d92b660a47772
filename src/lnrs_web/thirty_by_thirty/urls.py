"""Addresses of 30 by 30, for everyone."""

from django.urls import path

from lnrs_web.thirty_by_thirty import public_views as views
from lnrs_web.thirty_by_thirty import suggest_views

app_name = "thirty"
urlpatterns = [
    path("30-by-30/", views.account, name="account"),
    path("30-by-30/places.csv", views.table, {"what": "places", "form": "csv"}, name="places_csv"),
    path("30-by-30/places.xlsx", views.table, {"what": "places", "form": "xlsx"}, name="places_xlsx"),
    path("30-by-30/candidates.csv", views.table, {"what": "candidates", "form": "csv"}, name="candidates_csv"),
    path("30-by-30/candidates.xlsx", views.table, {"what": "candidates", "form": "xlsx"}, name="candidates_xlsx"),
    path("30-by-30/land.geojson", views.land, name="land"),
    path("30-by-30/what-if/", views.scenario, name="scenario"),
    path("30-by-30/candidates/<slug:ref>/", views.candidate, name="candidate"),
    path("30-by-30/suggest/", suggest_views.suggest, name="suggest"),
    path("30-by-30/suggest/proof/<str:token>/", suggest_views.proof, name="proof"),
]
