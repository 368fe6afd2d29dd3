"""Campaigns: what one can register for, and what will be asked."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hssk.api.paging import ByCursor
from registration.campaigns.models import Campaign
from registration.campaigns.policy import consent_on, groups_of, named, questions_on


class CampaignRow(serializers.Serializer[dict[str, Any]]):
    """A campaign in a list."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    disease = serializers.CharField()
    area = serializers.CharField(help_text="code of the province or commune")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    min_age_years = serializers.IntegerField()
    registration_open = serializers.BooleanField()


class Group(serializers.Serializer[dict[str, Any]]):
    """A priority group."""

    code = serializers.CharField()
    rank = serializers.IntegerField()
    name = serializers.CharField(help_text="official wording")
    plain = serializers.CharField(help_text="plain wording")


class Question(serializers.Serializer[dict[str, Any]]):
    """A question of the health declaration: yes, no, unknown."""

    code = serializers.CharField()
    text = serializers.CharField()


class Consent(serializers.Serializer[dict[str, Any]]):
    """The text to consent to; its version is sent back with the registration."""

    version = serializers.CharField()
    text = serializers.CharField()


class CampaignDetail(CampaignRow):
    """A campaign with all that registering asks."""

    groups = Group(many=True)
    questions = Question(many=True)
    consent = Consent(allow_null=True)


def shown(campaign: Campaign) -> dict[str, Any]:
    """A campaign as lists give it."""
    today = timezone.localdate()
    return {
        "id": campaign.pk,
        "code": campaign.code,
        "name": campaign.name,
        "disease": campaign.disease,
        "area": campaign.area.code,
        "starts_on": campaign.starts_on,
        "ends_on": campaign.ends_on,
        "min_age_years": campaign.min_age_years,
        "registration_open": campaign.registration_open and campaign.ends_on >= today,
    }


def shown_whole(campaign: Campaign) -> dict[str, Any]:
    """A campaign with groups, questions and consent text of today."""
    today = timezone.localdate()
    groups = [
        {"code": group.code, "rank": group.rank, "name": group.name, "plain": group.plain}
        for group in groups_of(campaign).values()
    ]
    questions = [{"code": question.code, "text": question.text} for question in questions_on(today)]
    text = consent_on(today)
    consent = {"version": text.version, "text": text.text} if text else None
    return shown(campaign) | {"groups": groups, "questions": questions, "consent": consent}


def campaigns() -> QuerySet[Campaign]:
    """All campaigns; they are public."""
    return Campaign.objects.select_related("area")


class NewestFirst(ByCursor):
    """By the first day, newest first."""

    ordering: Any = ("-starts_on", "code")


class Campaigns(APIView):
    """Open to everybody."""

    permission_classes = [AllowAny]
    pagination_class = ByCursor
    may_answer = {400, 401, 405}

    @extend_schema(summary="Campaigns, the newest first", responses={200: CampaignRow(many=True)})
    def get(self, request: Request) -> Response:
        paginator = NewestFirst()
        page = paginator.paginate_queryset(campaigns(), request, self) or []
        return paginator.get_paginated_response([shown(campaign) for campaign in page])


class OneCampaign(APIView):
    """Open to everybody."""

    permission_classes = [AllowAny]
    may_answer = {401, 404, 405}

    @extend_schema(
        summary="A campaign with its groups, questions and consent text",
        responses={200: CampaignDetail},
        operation_id="campaigns_retrieve",
    )
    def get(self, request: Request, reference: str) -> Response:
        """`reference` is the id or the code."""
        return Response(shown_whole(get_object_or_404(campaigns(), named(reference))))
