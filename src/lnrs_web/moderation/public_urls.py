"""What everyone reads of moderation and analysis, within an area."""

from django.urls import path

from lnrs_web.moderation.views import public

app_name = "heard"
urlpatterns = [
    path("have-your-say/<slug:slug>/you-said-we-did/", public.said_and_done, name="said_and_done"),
    path("have-your-say/<slug:slug>/moderation/", public.moderation, name="removed"),
]
