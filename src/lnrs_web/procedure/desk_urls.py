"""Addresses of the procedure at the desk."""

from django.urls import path

from lnrs_web.procedure import authority_views, publishing_views, views

app_name = "procedure"
urlpatterns = [
    path("", views.all_areas, name="all"),
    path("<slug:area>/", views.overview, name="area"),
    path("<slug:area>/findings/", views.findings, name="findings"),
    path("<slug:area>/enter/<slug:kind>/", views.enter, name="enter"),
    path("<slug:area>/acts/<uuid:public_id>/", views.act, name="act"),
    path("<slug:area>/acts/<uuid:public_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<slug:area>/documents/<uuid:public_id>/", views.document, name="document"),
    path("<slug:area>/judge/<slug:rule>/", views.judge, name="judge"),
    path("<slug:area>/authorities/", authority_views.authorities, name="authorities"),
    path("<slug:area>/authorities/add/", authority_views.add, name="add_authority"),
    path("<slug:area>/authorities/<uuid:public_id>/", authority_views.change, name="authority"),
    path("<slug:area>/publish/", publishing_views.publish, name="publish"),
    path("<slug:area>/publish/<uuid:public_id>/", publishing_views.publication, name="publication"),
]
