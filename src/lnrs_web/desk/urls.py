"""Addresses of the desk."""

from django.urls import path

from lnrs_web.desk import background_views, record, views

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
    path("mail/", background_views.mail, name="mail"),
    path("mail/again/", background_views.all_mail_again, name="all_mail_again"),
    path("mail/held-back/", background_views.hold_back, name="hold_mail_back"),
    path("mail/held-back/<int:number>/allow/", background_views.allow, name="allow_mail"),
    path("mail/table/", background_views.mail_table, name="mail_table"),
    path("mail/<uuid:public_id>/again/", background_views.mail_again, name="mail_again"),
    path("jobs/", background_views.jobs, name="jobs"),
    path("jobs/<uuid:job>/again/", background_views.job_again, name="job_again"),
]
