"""Addresses of nutrients under an area: budgets, the scheme, certificates."""

from django.urls import path

from lnrs_web.nutrients import budget_views, public_views

app_name = "nutrients"
urlpatterns = [
    path("nutrients/", public_views.of_area, name="page"),
    path("nutrients/budget/", budget_views.asked, name="budget"),
    path("nutrients/budget/development.toml", budget_views.development_file, name="file"),
    path("nutrients/certificates/", public_views.find_certificate, name="find_certificate"),
    path("nutrients/certificates/<slug:code>/", public_views.certificate, name="certificate"),
]
