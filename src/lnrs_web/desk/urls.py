"""Addresses of the desk."""

from django.urls import path

from lnrs_web.desk import record, views

app_name = "desk"
urlpatterns = [
    path("", views.editions, name="editions"),
    path("audit/", record.acts_page, name="audit"),
    path("upload/", views.send, name="send"),
    path("uploads/<uuid:public_id>/", views.upload, name="upload"),
    path("uploads/<uuid:public_id>/again/", views.again, name="again"),
    path("editions/<slug:identity>/", views.edition, name="edition"),
    path("editions/<slug:identity>/publish/", views.publish, name="publish"),
    path("editions/<slug:identity>/files/<path:path>", views.file, name="file"),
]
