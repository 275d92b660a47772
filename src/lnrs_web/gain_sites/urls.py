"""Addresses of the public register."""

from django.urls import path

from lnrs_web.gain_sites.views import certificates, figures, matches, public

app_name = "gain"
urlpatterns = [
    path("bng/", public.sites, name="sites"),
    path("bng/sites.csv", public.table, {"form": "csv"}, name="sites_csv"),
    path("bng/sites.xlsx", public.table, {"form": "xlsx"}, name="sites_xlsx"),
    path("bng/sites.geojson", public.boundaries, name="sites_geojson"),
    path("bng/sites/<slug:reference>/", public.site, name="site"),
    path("bng/find/", matches.find, name="find"),
    path("bng/statistics/", figures.figures, name="figures"),
    path("bng/statistics.csv", figures.table, {"form": "csv"}, name="figures_csv"),
    path("bng/statistics.xlsx", figures.table, {"form": "xlsx"}, name="figures_xlsx"),
    path("bng/national/", figures.national, name="national"),
    path("bng/allocations/", public.allocated, name="allocations"),
    path("bng/allocations.csv", public.allocations_table, {"form": "csv"}, name="allocations_csv"),
    path("bng/allocations.xlsx", public.allocations_table, {"form": "xlsx"}, name="allocations_xlsx"),
    path("bng/certificates/", certificates.look_up, name="certificates"),
    path("bng/certificates/<slug:code>/", certificates.certificate, name="certificate"),
    path("bng/certificates/<slug:code>.pdf", certificates.pdf, name="certificate_pdf"),
]
