"""API of facilities: where people are vaccinated. Public facts, for whoever is signed in."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import generics, serializers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from vaccination.facilities.find import area_by, facilities_of
from vaccination.facilities.models import Facility, FacilityKind


class SignedIn(BasePermission):
    """Staff and citizens alike."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(request.user)


class FacilityShown(serializers.Serializer[Facility]):
    """A place where people are vaccinated."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=FacilityKind.choices)
    area = serializers.CharField(source="area.code", help_text="code of the commune it stands in")
    area_name = serializers.CharField(source="area.name")
    address = serializers.CharField()
    phone = serializers.CharField()
    emergency_care = serializers.BooleanField()


@extend_schema_view(
    get=extend_schema(
        summary="Facilities",
        operation_id="facilities",
        parameters=[
            OpenApiParameter("area", str, description="code: only those in this area or serving a commune of it")
        ],
    )
)
class Facilities(generics.ListAPIView[Facility]):
    """Facilities, by area."""

    permission_classes = (SignedIn,)
    serializer_class = FacilityShown
    may_answer = (400, 401)

    def get_queryset(self) -> QuerySet[Facility]:
        code = self.request.query_params.get("area", "")
        rows = facilities_of(area_by(code)) if code else Facility.objects.all()
        return rows.select_related("area")
