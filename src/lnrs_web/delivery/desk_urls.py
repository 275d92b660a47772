"""Addresses of delivery at the desk."""

from django.urls import path

from lnrs_web.delivery.views import assessing, desk

app_name = "delivery_desk"
urlpatterns = [
    path("", desk.overview, name="all"),
    path("<slug:area>/versions/<uuid:public_id>/", desk.version, name="version"),
    path("<slug:area>/projects/<uuid:public_id>/", desk.project, name="project"),
    path("<slug:area>/pictures/<uuid:public_id>.jpg", desk.photo, name="photo"),
    path("<slug:area>/records/<uuid:public_id>/", desk.batch, name="batch"),
    path("<slug:area>/assess/", assessing.begin, name="assess"),
    path("<slug:area>/assessments/<uuid:public_id>/", assessing.assessment, name="assessment"),
    path("<slug:area>/assessments/<uuid:public_id>.pdf", assessing.pdf, name="assessment_pdf"),
]
