"""Figures for programs: for officials of their area, and for everybody."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hssk.accounts.access import needs, paths_for
from hssk.accounts.roles import May
from vaccination.coverage.answer import answer, public_answer
from vaccination.coverage.figures import coverage_of
from vaccination.coverage.public import public_coverage
from vaccination.coverage.question import GroupBy, asked, campaign_of


class CampaignName(serializers.Serializer[Any]):
    """Which campaign."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    is_demo = serializers.BooleanField()


class AreaName(serializers.Serializer[Any]):
    """Which area."""

    code = serializers.CharField()
    name = serializers.CharField()


class Totals(serializers.Serializer[Any]):
    """Everything together; `vaccinated` counts doses by their number."""

    registered = serializers.IntegerField()
    scheduled = serializers.IntegerField()
    vaccinated = serializers.DictField(child=serializers.IntegerField())
    population = serializers.IntegerField(allow_null=True)
    adults = serializers.IntegerField(allow_null=True)
    coverage_percent = serializers.FloatField(allow_null=True, help_text="adults with a first dose")
    population_percent = serializers.FloatField(allow_null=True, help_text="people with a first dose")


class TargetReached(serializers.Serializer[Any]):
    """A target and how far it is reached."""

    name = serializers.CharField()
    basis = serializers.ChoiceField(choices=["adults", "everyone"])
    dose_number = serializers.IntegerField()
    share_percent = serializers.FloatField()
    due_on = serializers.DateField()
    reached = serializers.IntegerField()
    reached_percent = serializers.FloatField(allow_null=True)
    people_missing = serializers.IntegerField(allow_null=True)


class FigureRow(serializers.Serializer[Any]):
    """A commune (by code), a priority group (by code) or a day (ISO)."""

    key = serializers.CharField(allow_blank=True)
    label = serializers.CharField()  # type: ignore[assignment]
    registered = serializers.IntegerField()
    scheduled = serializers.IntegerField()
    dose_1 = serializers.IntegerField()
    dose_2 = serializers.IntegerField()
    population = serializers.IntegerField(allow_null=True)
    adults = serializers.IntegerField(allow_null=True)
    coverage_percent = serializers.FloatField(
        allow_null=True, help_text="of adults; grouped by group, of those registered; may exceed 100"
    )
    population_percent = serializers.FloatField(allow_null=True)


class Figures(serializers.Serializer[Any]):
    """Counts within the days asked for; shares and targets from the beginning to the last of these days."""

    campaign = CampaignName()
    area = AreaName(allow_null=True, help_text="null: all that you may see")
    as_of = serializers.DateTimeField()
    totals = Totals()
    targets = TargetReached(many=True)
    rows = FigureRow(many=True)
    notes = serializers.ListField(child=serializers.CharField())


class PublicRow(serializers.Serializer[Any]):
    """A commune; figures under five, and those that would give them away, are null."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    dose_1 = serializers.IntegerField(allow_null=True)
    dose_2 = serializers.IntegerField(allow_null=True)
    population = serializers.IntegerField(allow_null=True)
    population_percent = serializers.FloatField(allow_null=True)


class PublicTotals(serializers.Serializer[Any]):
    """The whole campaign."""

    vaccinated = serializers.DictField(child=serializers.IntegerField())
    population = serializers.IntegerField(allow_null=True)
    population_percent = serializers.FloatField(allow_null=True)


class PublicFigures(serializers.Serializer[Any]):
    """What everybody may know."""

    campaign = CampaignName()
    as_of = serializers.DateTimeField()
    totals = PublicTotals()
    targets = TargetReached(many=True)
    rows = PublicRow(many=True)
    notes = serializers.ListField(child=serializers.CharField())


CAMPAIGN = OpenApiParameter("campaign", OpenApiTypes.STR, description="id or code; the latest when left out")
FILTERS = [
    CAMPAIGN,
    OpenApiParameter("area", OpenApiTypes.STR, description="code of a province or commune of today"),
    OpenApiParameter("group_by", OpenApiTypes.STR, enum=GroupBy.values, default="commune"),
    OpenApiParameter("from", OpenApiTypes.DATE),
    OpenApiParameter("to", OpenApiTypes.DATE),
]


class CoverageFigures(APIView):
    """Coverage of the asker's area."""

    permission_classes = [needs(May.SEE_COVERAGE)]
    may_answer: ClassVar = {400, 401, 403, 404, 405}

    @extend_schema(
        summary="Registered, scheduled and vaccinated against targets",
        parameters=FILTERS,
        responses={200: Figures},
        operation_id="coverage",
    )
    def get(self, request: Request) -> Response:
        question = asked(request.query_params, paths=paths_for(request.user, May.SEE_COVERAGE))
        return Response(answer(coverage_of(question, now=timezone.now())))


class PublicCoverageFigures(APIView):
    """Coverage for everybody."""

    authentication_classes = []
    permission_classes = [AllowAny]
    may_answer: ClassVar = {404, 405}

    @extend_schema(
        summary="Coverage by commune, open to everybody",
        parameters=[CAMPAIGN],
        responses={200: PublicFigures},
        operation_id="public_coverage",
    )
    def get(self, request: Request) -> Response:
        campaign = campaign_of(request.query_params.get("campaign", ""))
        found = public_answer(public_coverage(campaign, now=timezone.now()))
        return Response(found, headers={"Cache-Control": "public, max-age=60"})
