"""Addresses of have your say, within an area. What comes before an activity's name can be no activity's name."""

from django.urls import path

from lnrs_web.engagement.views import activities, checking, events, kiosk, links, paper, published, tables, taking_part

app_name = "say"
RESERVED = ("proof", "back", "events")
_PART = "have-your-say/<slug:slug>/take-part"
_ONE = "have-your-say/<slug:slug>/contributions/<slug:reference>"
urlpatterns = [
    path("have-your-say/", activities.every, name="all"),
    path("have-your-say/proof/<str:token>/", links.proof, name="proof"),
    path("have-your-say/back/<str:token>/", links.back, name="back"),
    path("have-your-say/events/<uuid:public_id>/", events.event, name="event"),
    path("have-your-say/events/<uuid:public_id>/map.svg", events.event_svg, name="event_map"),
    path("have-your-say/<slug:slug>/", activities.activity, name="activity"),
    path("have-your-say/<slug:slug>/paper-form.pdf", paper.paper_form, name="paper_form"),
    path("have-your-say/<slug:slug>/kiosk/", kiosk.kiosk, name="kiosk"),
    path("have-your-say/<slug:slug>/contributions/", published.contributions, name="contributions"),
    path("have-your-say/<slug:slug>/contributions.csv", tables.table, {"form": "csv"}, name="table_csv"),
    path("have-your-say/<slug:slug>/contributions.xlsx", tables.table, {"form": "xlsx"}, name="table_xlsx"),
    path("have-your-say/<slug:slug>/contributions/map.svg", published.map_svg, name="contributions_map"),
    path(f"{_ONE}/", published.contribution, name="contribution"),
    path(f"{_ONE}/map.svg", published.contribution_svg, name="contribution_map"),
    path(f"{_ONE}/evidence/<uuid:public_id>/", published.evidence, name="evidence"),
    path("have-your-say/<slug:slug>/begin/", activities.begin, name="begin"),
    path(f"{_PART}/check/", checking.check, name="check"),
    path(f"{_PART}/map.svg", checking.own_map, name="own_map"),
    path(f"{_PART}/sent/", checking.sent, name="sent"),
    path(f"{_PART}/again/", checking.again, name="again"),
    path(f"{_PART}/later/", checking.later, name="later"),
    path(f"{_PART}/leave/", checking.leave, name="leave"),
    path(f"{_PART}/yours/", checking.yours, name="yours"),
    path(f"{_PART}/change/", checking.change, name="change"),
    path(f"{_PART}/withdraw/", checking.withdraw, name="withdraw"),
    path(f"{_PART}/pages/<slug:name>/", taking_part.step, name="step"),
]
