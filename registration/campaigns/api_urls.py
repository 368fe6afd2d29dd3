"""API of this room."""

from django.urls import path

from registration.campaigns.api import Campaigns, OneCampaign

urlpatterns = [
    path("campaigns/", Campaigns.as_view(), name="api-campaigns"),
    path("campaigns/<str:reference>/", OneCampaign.as_view(), name="api-campaign"),
]
