"""Administrative units, for programs."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hssk.api.paging import ByCursor
from hssk.areas.models import AdministrativeUnit, Level
from hssk.areas.search import search_communes
from hssk.refusals import Invalid

MOST_FOUND = 50


class Area(serializers.Serializer[dict[str, Any]]):
    """A unit of today. `note` says which former name led here."""

    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    level = serializers.IntegerField(help_text="1 province, 3 commune")
    parent: Any = serializers.CharField(allow_null=True, help_text="code of the unit above")
    note = serializers.CharField(required=False)


def shown(unit: AdministrativeUnit, note: str = "") -> dict[str, Any]:
    """A unit as the API gives it."""
    parent = unit.parent.code if unit.parent else None
    answer = {"code": unit.code, "name": unit.name, "kind": unit.kind, "level": unit.level, "parent": parent}
    return answer | ({"note": note} if note else {})


class InOrder(ByCursor):
    """From the first province on, each before what lies in it."""

    ordering = "path"


@extend_schema(
    summary="Administrative units of today",
    parameters=[
        OpenApiParameter("q", str, description="A commune's name of today or before, with or without accents"),
        OpenApiParameter("parent", str, description="Code of a province: its communes only"),
        OpenApiParameter("level", int, description="1 provinces, 3 communes"),
    ],
    responses={200: Area(many=True)},
)
class AreaList(APIView):
    """Open to everybody: these are public facts."""

    authentication_classes = []
    permission_classes = [AllowAny]
    pagination_class = ByCursor
    may_answer = {400, 405}

    def get(self, request: Request) -> Response:
        """With `q` the best matches on one page, else all units by pages."""
        province = _province(request.query_params.get("parent", ""))
        if text := request.query_params.get("q", "").strip()[:100]:
            found = search_communes(text, province=province, limit=MOST_FOUND)
            results = [shown(each.commune, each.note) for each in found]
            return Response({"next": None, "previous": None, "results": results})
        paginator = InOrder()
        page = paginator.paginate_queryset(_units(request, province), request, self) or []
        return paginator.get_paginated_response([shown(unit) for unit in page])


def _province(code: str) -> AdministrativeUnit | None:
    if not code:
        return None
    province = AdministrativeUnit.objects.today().provinces().filter(code=code.zfill(2)[:5]).first()
    if province is None:
        words = _("Không có tỉnh, thành phố mang mã này.")
        raise Invalid(words, code="unknown_area", fields={"parent": words})
    return province


def _units(request: Request, province: AdministrativeUnit | None) -> QuerySet[AdministrativeUnit]:
    units = AdministrativeUnit.objects.today().select_related("parent")
    if province:
        units = units.filter(parent=province)
    if level := request.query_params.get("level"):
        if level not in {str(each.value) for each in Level}:
            words = _("Cấp là 1 (tỉnh), 2 (huyện) hoặc 3 (xã).")
            raise Invalid(words, fields={"level": words})
        units = units.filter(level=int(level))
    return units
