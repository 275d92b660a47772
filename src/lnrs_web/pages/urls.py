"""Addresses of the pages that belong to no area."""

from django.urls import path

from lnrs_web.pages import views

app_name = "pages"
ABOUT = ("accessibility", "contact", "cookies", "privacy", "terms")
urlpatterns = [
    path("", views.choose_area, name="choose_area"),
    *(path(f"{page}/", views.about, {"page": page}, name=page) for page in ABOUT),
    path(".well-known/security.txt", views.security, name="security"),
    path("healthz", views.healthz, name="healthz"),
]
