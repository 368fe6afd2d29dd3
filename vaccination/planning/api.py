"""API of plans: asking for one, reading it, publishing it."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hssk.accounts.access import needs, staff
from hssk.accounts.roles import May
from hssk.api.idempotency import client_id
from hssk.api.paging import ByCursor
from hssk.audit.record import record_reading
from hssk.refusals import NotYours
from registration.campaigns.policy import campaign_by
from vaccination.facilities.find import area_by
from vaccination.planning.make_plan import make_plan
from vaccination.planning.models import Plan, PlannedSeat, PlanState, Unserved
from vaccination.planning.publish import publish_plan
from vaccination.planning.reasons import Reason, words_for
from vaccination.planning.summary import area_to_plan, facts_of, reasons_of


class NewPlan(serializers.Serializer[None]):
    """Which days, and which part of the campaign's area (the asker's own when not named)."""

    id = serializers.UUIDField(required=False)
    from_day = serializers.DateField()
    to_day = serializers.DateField()
    area = serializers.CharField(required=False, max_length=5, help_text="code")


class PlanShown(serializers.Serializer[dict[str, Any]]):
    """A plan with how many it serves and how many it does not."""

    id = serializers.UUIDField()
    campaign = serializers.UUIDField()
    area = serializers.CharField(help_text="code")
    area_name = serializers.CharField()
    from_day = serializers.DateField()
    to_day = serializers.DateField()
    state = serializers.ChoiceField(choices=PlanState.choices)
    made_at = serializers.DateTimeField()
    published_at = serializers.DateTimeField(allow_null=True)
    served = serializers.IntegerField()
    unserved = serializers.IntegerField()
    input_digest = serializers.CharField()


class WhyNotShown(serializers.Serializer[dict[str, Any]]):
    """A reason and how many people it keeps waiting."""

    reason = serializers.ChoiceField(choices=Reason.choices)
    words = serializers.CharField()
    people = serializers.IntegerField()


class WholePlan(PlanShown):
    """A plan with the reasons of those whom it does not serve."""

    unserved_by_reason = WhyNotShown(many=True)


class Publication(WholePlan):
    """What publishing did. `left` lost their seat between draft and publishing, by reason."""

    appointments = serializers.IntegerField()
    messages = serializers.IntegerField()
    left = serializers.DictField(child=serializers.IntegerField())


class SeatShown(serializers.Serializer[PlannedSeat]):
    """Somebody's seat in a plan."""

    registration = serializers.UUIDField(source="registration_id")
    number = serializers.CharField(source="registration.number")
    person = serializers.UUIDField(source="registration.person_id")
    full_name = serializers.CharField(source="registration.person.full_name")
    group = serializers.CharField(source="registration.group.code")
    dose_number = serializers.IntegerField()
    slot = serializers.IntegerField(source="slot_id")
    starts_at = serializers.DateTimeField(source="slot.starts_at")
    session = serializers.UUIDField(source="slot.session_id")
    facility_name = serializers.CharField(source="slot.session.facility.name")
    vaccine = serializers.CharField(source="slot.session.vaccine_id")


class UnservedShown(serializers.Serializer[Unserved]):
    """Somebody without a seat, and why."""

    registration = serializers.UUIDField(source="registration_id")
    number = serializers.CharField(source="registration.number")
    person = serializers.UUIDField(source="registration.person_id")
    full_name = serializers.CharField(source="registration.person.full_name")
    group = serializers.CharField(source="registration.group.code")
    reason = serializers.ChoiceField(choices=Reason.choices)
    words = serializers.SerializerMethodField()

    def get_words(self, row: Unserved) -> str:
        return words_for(row.reason)


def plan_row(plan: Plan, served: int, unserved: int) -> dict[str, Any]:
    """A plan as lists give it."""
    names = ("id", "from_day", "to_day", "state", "made_at", "published_at", "input_digest")
    return {name: getattr(plan, name) for name in names} | {
        "campaign": plan.campaign_id,
        "area": plan.area.code,
        "area_name": plan.area.name,
        "served": served,
        "unserved": unserved,
    }


def whole(plan: Plan) -> dict[str, Any]:
    """A plan with its reasons."""
    reasons = [{"reason": each.code, "words": each.words, "people": each.people} for each in reasons_of(plan)]
    return plan_row(*facts_of([plan])[0]) | {"unserved_by_reason": reasons}


def one_plan(plan_id: UUID, by: Any) -> Plan:
    """A plan that `by` may read; raises NotYours."""
    plan = Plan.objects.visible_to(by).select_related("area", "campaign").filter(pk=plan_id).first()
    if plan is None:
        raise NotYours(_("Không tìm thấy kế hoạch."))
    return plan


class NewestFirst(ByCursor):
    """Newest first."""

    ordering = ("-made_at", "pk")


class Plans(APIView):
    """Plans of a campaign."""

    permission_classes = (needs(May.PLAN),)
    pagination_class = NewestFirst

    @extend_schema(summary="Plans of a campaign", operation_id="plans", responses=PlanShown(many=True))
    def get(self, request: Request, reference: str) -> Response:
        rows = Plan.objects.visible_to(request.user).filter(campaign=campaign_by(reference)).select_related("area")
        paginator = NewestFirst()
        page = paginator.paginate_queryset(rows, request, self) or []
        return paginator.get_paginated_response([PlanShown(plan_row(*facts)).data for facts in facts_of(page)])

    @extend_schema(
        summary="Ask for a plan: who goes where and when",
        operation_id="plan_make",
        request=NewPlan,
        responses={201: WholePlan, 200: WholePlan},
    )
    def post(self, request: Request, reference: str) -> Response:
        campaign = campaign_by(reference)
        given = NewPlan(data=request.data)
        given.is_valid(raise_exception=True)
        values = given.validated_data
        code = values.pop("area", "")
        values["area"] = area_by(code) if code else area_to_plan(campaign, staff(request))
        values["id"] = client_id(request, values.get("id"))
        known = Plan.objects.visible_to(request.user).filter(pk=values["id"]).exists()
        plan = make_plan(campaign=campaign, **values, by=staff(request))
        return Response(WholePlan(whole(plan)).data, status=200 if known else 201)


class OnePlan(APIView):
    """A plan."""

    permission_classes = (needs(May.PLAN),)

    @extend_schema(summary="A plan", operation_id="plan", responses=WholePlan)
    def get(self, request: Request, plan_id: UUID) -> Response:
        return Response(WholePlan(whole(one_plan(plan_id, request.user))).data)


class Publish(APIView):
    """Publishing."""

    permission_classes = (needs(May.PLAN),)

    @extend_schema(
        summary="Publish a plan: appointments and messages", operation_id="plan_publish", request=None,
        responses={200: Publication},
    )  # fmt: skip
    def post(self, request: Request, plan_id: UUID) -> Response:
        done = publish_plan(plan_id=plan_id, by=staff(request))
        result = {"appointments": done.appointments, "messages": done.messages, "left": dict(done.left)}
        return Response(Publication(whole(done.plan) | result).data)


class OfPlan(generics.ListAPIView[Any]):
    """People of a plan; reading them is logged."""

    permission_classes = (needs(May.PLAN),)
    related: tuple[str, ...] = ("registration__person", "registration__group")
    rows: str

    def get_queryset(self) -> QuerySet[Any]:
        plan = one_plan(self.kwargs["plan_id"], self.request.user)
        rows: QuerySet[Any] = getattr(plan, self.rows).all()
        return rows.select_related(*self.related).defer("registration__declaration")

    def paginate_queryset(self, queryset: QuerySet[Any]) -> Any:  # type: ignore[override]
        page = super().paginate_queryset(queryset) or []
        record_reading({row.registration.person_id for row in page}, reason="plan", by=staff(self.request))
        return page


@extend_schema_view(get=extend_schema(summary="Seats of a plan", operation_id="plan_seats"))
class Seats(OfPlan):
    """Who has a seat."""

    serializer_class = SeatShown
    related = (*OfPlan.related, "slot__session__facility")
    rows = "seats"


@extend_schema_view(get=extend_schema(summary="People whom a plan does not serve", operation_id="plan_unserved"))
class UnservedPeople(OfPlan):
    """Who has none, and why."""

    serializer_class = UnservedShown
    rows = "unserved"
