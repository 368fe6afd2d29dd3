"""API of vaccines and lots: what there is, where, and how many doses are left."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import generics, serializers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hssk.accounts.access import StaffOnly, needs, staff
from hssk.accounts.roles import May
from hssk.api.idempotency import client_id
from vaccination.facilities.api import SignedIn
from vaccination.facilities.find import facility_by
from vaccination.stock.lots import add_lot, lot_by_id, lots_with_balances
from vaccination.stock.models import Lot, Vaccine
from vaccination.stock.receive import MOST_DOSES, receive


class VaccineShown(serializers.ModelSerializer[Vaccine]):
    """A product."""

    class Meta:
        model = Vaccine
        fields = ("code", "name", "short_name", "maker", "disease", "platform", "basic_doses", "doses_per_vial")


class BalanceShown(serializers.Serializer[Any]):
    """Doses of a lot that a facility holds."""

    facility = serializers.UUIDField(source="facility_id")
    doses = serializers.IntegerField()


class LotShown(serializers.Serializer[Lot]):
    """A lot, with what facilities of the asker hold of it."""

    id = serializers.UUIDField()
    vaccine = serializers.CharField(source="vaccine_id")
    number = serializers.CharField()
    expires_on = serializers.DateField()
    blocked_at = serializers.DateTimeField(allow_null=True)
    blocked_reason = serializers.CharField()
    balances = BalanceShown(many=True, source="seen_balances")


class LotGiven(serializers.Serializer[None]):
    """A lot to be made known."""

    id = serializers.UUIDField(required=False)
    vaccine = serializers.PrimaryKeyRelatedField(queryset=Vaccine.objects.all())
    number = serializers.CharField(max_length=40)
    expires_on = serializers.DateField()


class DeliveryGiven(serializers.Serializer[None]):
    """Doses that arrived at a facility."""

    id = serializers.UUIDField(required=False)
    facility = serializers.CharField(max_length=40, help_text="code or id")
    lot = serializers.UUIDField()
    doses = serializers.IntegerField(min_value=1, max_value=MOST_DOSES)


class DeliveryShown(serializers.Serializer[Any]):
    """A delivery that was booked."""

    id = serializers.UUIDField()
    facility = serializers.UUIDField()
    lot = serializers.UUIDField()
    doses = serializers.IntegerField()


@extend_schema_view(get=extend_schema(summary="Vaccines", operation_id="vaccines"))
class Vaccines(generics.ListAPIView[Vaccine]):
    """Products that may be used."""

    permission_classes = (SignedIn,)
    serializer_class = VaccineShown
    queryset = Vaccine.objects.all()
    may_answer = (401,)


class ReadsOrManages(BasePermission):
    """Reading for staff, adding for those who manage stock."""

    def has_permission(self, request: Request, view: Any) -> bool:
        needed = needs(May.MANAGE_STOCK) if request.method == "POST" else StaffOnly
        return needed().has_permission(request, view)


class Lots(generics.ListAPIView[Lot]):
    """Lots and what is left of them."""

    permission_classes = (ReadsOrManages,)
    serializer_class = LotShown
    may_answer = (400, 401, 403, 409)

    def get_queryset(self) -> QuerySet[Lot]:
        rows = lots_with_balances(self.request.user)
        if code := self.request.query_params.get("vaccine"):
            rows = rows.filter(vaccine=code)
        return rows

    @extend_schema(
        summary="Lots", operation_id="lots", parameters=[OpenApiParameter("vaccine", str, description="its code")]
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @extend_schema(
        summary="Add a lot", operation_id="lot_add", request=LotGiven, responses={201: LotShown, 200: LotShown}
    )
    def post(self, request: Request) -> Response:
        body = LotGiven(data=request.data)
        body.is_valid(raise_exception=True)
        values = body.validated_data
        values["id"] = client_id(request, values.get("id"))
        lot, new = add_lot(**values, by=staff(request))
        shown = lots_with_balances(request.user).get(pk=lot.pk)
        return Response(LotShown(shown).data, status=201 if new else 200)


class Deliveries(APIView):
    """Doses arrive."""

    permission_classes = (needs(May.MANAGE_STOCK),)
    may_answer = (400, 401, 403, 404, 409)

    @extend_schema(
        summary="Receive a delivery",
        operation_id="delivery_receive",
        request=DeliveryGiven,
        responses={201: DeliveryShown, 200: DeliveryShown},
    )
    def post(self, request: Request) -> Response:
        body = DeliveryGiven(data=request.data)
        body.is_valid(raise_exception=True)
        values = body.validated_data
        id, facility, lot = client_id(request, values.get("id")), facility_by(values["facility"]), values["lot"]
        new = receive(id=id, facility=facility, lot=lot_by_id(lot), doses=values["doses"], by=staff(request))
        shown = {"id": id, "facility": facility.pk, "lot": lot, "doses": values["doses"]}
        return Response(DeliveryShown(shown).data, status=201 if new else 200)
