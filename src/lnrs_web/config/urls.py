"""Every address of the site. An area's name comes last, so that no area can hide a page of the site's own."""

from django.urls import include, path

urlpatterns = [
    path("", include("lnrs_web.pages.urls")),
    path("", include("lnrs_web.status.urls")),
    path("", include("lnrs_web.retention.urls")),
    path("account/", include("lnrs_web.accounts.urls")),
    path("account/gain-sites/", include("lnrs_web.gain_sites.account_urls")),
    path("account/land/", include("lnrs_web.land.kept_urls")),
    path("account/credits/", include("lnrs_web.nutrients.own_urls")),
    path("desk/gain-sites/", include("lnrs_web.gain_sites.desk_urls")),
    path("desk/have-your-say/", include("lnrs_web.engagement.desk.urls")),
    path("desk/nutrients/", include("lnrs_web.nutrients.desk_urls")),
    path("desk/people/", include("lnrs_web.accounts.people_urls")),
    path("desk/procedure/", include("lnrs_web.procedure.desk_urls")),
    path("desk/responses/", include("lnrs_web.moderation.urls")),
    path("desk/", include("lnrs_web.desk.urls")),
    path("reply/", include("lnrs_web.procedure.reply_urls")),
    path("england/", include("lnrs_web.england.urls")),
    path("", include("lnrs_web.editions.urls")),
    path("", include("lnrs_web.open_data.urls")),
    path("<slug:area>/", include("lnrs_web.moderation.public_urls")),
    path("<slug:area>/", include("lnrs_web.engagement.urls")),
    path("<slug:area>/", include("lnrs_web.gain_sites.urls")),
    path("<slug:area>/", include("lnrs_web.land.urls")),
    path("<slug:area>/", include("lnrs_web.planning.urls")),
    path("<slug:area>/", include("lnrs_web.nutrients.urls")),
    path("<slug:area>/", include("lnrs_web.procedure.urls")),
    path("<slug:area>/", include("lnrs_web.search.urls")),
    path("<slug:area>/map/", include("lnrs_web.atlas.urls")),
    path("<slug:area>/", include("lnrs_web.strategy.urls")),
]
