"""Addresses of moderation and analysis at the desk."""

from django.urls import path

from lnrs_web.moderation.views import analysis, bringing_in, bulk, evidence, layers, responses, tables

app_name = "moderation"
urlpatterns = [
    path("", responses.queue, name="queue"),
    path("next/", responses.take_next, name="next"),
    path("bulk/", bulk.decide, name="decide_bulk"),
    path("bulk/<uuid:public_id>/", bulk.done, name="bulk"),
    path("bulk/<uuid:public_id>/undo/", bulk.undo, name="undo"),
    path("tables/", tables.tables, name="tables"),
    path("files/", bringing_in.batches, name="batches"),
    path("files/<uuid:public_id>/", bringing_in.batch, name="batch"),
    path("files/<uuid:public_id>/as-it-came", bringing_in.file, name="batch_file"),
    path("files/<uuid:public_id>/take-in/", bringing_in.commit, name="commit"),
    path("files/<uuid:public_id>/take-back/", bringing_in.roll_back, name="roll_back"),
    path("analysis/", analysis.activities, name="activities"),
    path("analysis/<uuid:public_id>/", analysis.activity, name="activity"),
    path("analysis/<uuid:public_id>/look/", analysis.look, name="look"),
    path("analysis/<uuid:public_id>/tell/", analysis.tell, name="tell"),
    path("analysis/<uuid:public_id>/coverage/", analysis.coverage, name="coverage"),
    path("analysis/<uuid:public_id>/sift/", analysis.sift, name="sift"),
    path("analysis/<uuid:public_id>/themes/<slug:slug>/", analysis.code, name="code"),
    path("analysis/<uuid:public_id>/layers.zip", layers.layers, name="layers"),
    path("campaigns/<uuid:public_id>/", analysis.campaign, name="campaign"),
    path("campaigns/<uuid:public_id>/themes/", analysis.code_campaign, name="code_campaign"),
    path("suggestions/<uuid:public_id>/accept/", analysis.accept, name="accept"),
    path("<uuid:pk>/", responses.contribution, name="contribution"),
    path("<uuid:pk>/map.svg", responses.places, name="places"),
    path("<uuid:pk>/answer/", analysis.answer, name="answer"),
    path("<uuid:pk>/evidence/<uuid:public_id>/", evidence.file, name="evidence"),
    path("<uuid:pk>/evidence/<uuid:public_id>/show/", evidence.show, name="show_evidence"),
    path("<uuid:pk>/take/", responses.take, name="take"),
    path("<uuid:pk>/let-go/", responses.let_go, name="let_go"),
    path("<uuid:pk>/themes/", analysis.code_as, name="code_as"),
    path("<uuid:pk>/score/", analysis.score, name="score"),
    path("<uuid:pk>/decide/", responses.decide, name="decide"),
]
