"""Suggestions of communes while typing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hssk.areas.models import AdministrativeUnit
from hssk.areas.search import search_communes

SHORTEST = 2


def province_of_today(code: str) -> AdministrativeUnit | None:
    """The province that has this code now."""
    if not code:
        return None
    return AdministrativeUnit.objects.today().provinces().filter(code=code.zfill(2)).first()


@require_safe
def communes(request: HttpRequest) -> HttpResponse:
    """A fragment with communes of today that `q` (or `commune`, as the area picker sends it) may mean."""
    text = (request.GET.get("q") or request.GET.get("commune") or "").strip()[:100]
    province = province_of_today(request.GET.get("province", "")[:5])
    found = search_communes(text, province=province, limit=8) if len(text) >= SHORTEST else []
    context = {"found": found, "asked": len(text) >= SHORTEST, "with_province": province is None}
    return render(request, "citizen/areas/communes.html", context)
