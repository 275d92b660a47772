"""Addresses of the ledger at the desk."""

from django.urls import path

from lnrs_web.nutrients import desk_views, ledger_views

app_name = "nutrients_desk"
urlpatterns = [
    path("", desk_views.every_area, name="all"),
    path("<slug:area>/", desk_views.overview, name="area"),
    path("<slug:area>/new/<slug:what>/", desk_views.new, name="new"),
    path("<slug:area>/supply/<uuid:public_id>/", desk_views.supply, name="supply"),
    path("<slug:area>/supply/<uuid:public_id>/<slug:what>/", desk_views.do_to_supply, name="do_to_supply"),
    path("<slug:area>/rounds/<uuid:public_id>/", desk_views.one_round, name="round"),
    path("<slug:area>/rounds/<uuid:public_id>/allocate/", desk_views.allocate, name="allocate"),
    path("<slug:area>/applications/<uuid:public_id>/", desk_views.application, name="application"),
    path("<slug:area>/applications/<uuid:public_id>/<slug:what>/", desk_views.do_to_application, name="do"),
    path("<slug:area>/ledger/", ledger_views.ledger, name="ledger"),
    path("<slug:area>/ledger/<uuid:public_id>/reverse/", desk_views.reverse_movement, name="reverse"),
    path("<slug:area>/statements/<slug:quarter>/", ledger_views.statement, name="statement"),
    path("<slug:area>/statements/<slug:quarter>/statement.pdf", ledger_views.statement_pdf, name="statement_pdf"),
    path("<slug:area>/statements/<slug:quarter>/table/", ledger_views.statement_table, name="statement_table"),
]
