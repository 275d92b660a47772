"""Addresses of petitions within an area. What comes before a token can be no petition's name."""

from django.urls import path

from lnrs_web.petition.views import links, public, signing

app_name = "petition"
_ONE = "petition/<slug:slug>"
urlpatterns = [
    path("petition/", public.every, name="all"),
    path("petition/link/<str:token>/", links.link, name="link"),
    path("petition/stop/<str:token>/", links.stop, name="stop"),
    path(f"{_ONE}/", public.petition, name="petition"),
    path(f"{_ONE}/sign/", signing.sign, name="sign"),
    path(f"{_ONE}/sent/", public.sent, name="sent"),
    path(f"{_ONE}/thanks/", public.thanks, name="thanks"),
    path(f"{_ONE}/areas/", public.by_area, name="areas"),
    path(f"{_ONE}/areas.csv", public.areas_table, {"form": "csv"}, name="areas_csv"),
    path(f"{_ONE}/areas.xlsx", public.areas_table, {"form": "xlsx"}, name="areas_xlsx"),
    path(f"{_ONE}/history/", public.by_hour, name="history"),
    path(f"{_ONE}/history.csv", public.hours_table, {"form": "csv"}, name="history_csv"),
    path(f"{_ONE}/history.xlsx", public.hours_table, {"form": "xlsx"}, name="history_xlsx"),
    path(f"{_ONE}/method/", public.method, name="method"),
    path(f"{_ONE}/card.png", public.card, name="card"),
    path(f"{_ONE}/count.json", public.count_json, name="count"),
]
