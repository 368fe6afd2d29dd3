"""The dashboard of officials, its download, and everybody's page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from hssk.accounts.access import page_needs, paths_for
from hssk.accounts.roles import May
from hssk.forms import beside
from hssk.refusals import NotYours, Refused
from registration.campaigns.models import Campaign
from vaccination.coverage.board import board_of
from vaccination.coverage.download import csv_of
from vaccination.coverage.figures import coverage_of
from vaccination.coverage.forms import Filters
from vaccination.coverage.notes import notes_on, public_notes_on
from vaccination.coverage.public import public_coverage
from vaccination.coverage.question import asked, campaign_of


@page_needs(May.SEE_COVERAGE)
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Where the campaign stands in the official's area."""
    if not Campaign.objects.exists():
        return render(request, "office/coverage/dashboard.html")
    paths, given = paths_for(request.user, May.SEE_COVERAGE), request.GET.dict()
    shown: dict[str, Any] = {}
    refused = None
    try:
        coverage = coverage_of(asked(given, paths=paths), now=timezone.now())
        given |= {"campaign": str(coverage.question.campaign.pk), "group_by": coverage.question.group_by}
        shown = {"coverage": coverage, "board": board_of(coverage), "notes": notes_on(coverage)}
    except Refused as error:
        refused = error
    filters = Filters(given, paths=paths)
    status = beside(filters, refused) if refused else 200
    shown |= {"filters": filters, "query": request.GET.urlencode()}
    return render(request, "office/coverage/dashboard.html", shown, status=status)


@page_needs(May.SEE_COVERAGE)
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The dashboard's table as CSV."""
    try:
        question = asked(request.GET, paths=paths_for(request.user, May.SEE_COVERAGE))
    except Refused as refused:
        return HttpResponse(str(refused.message), status=refused.status, content_type="text/plain; charset=utf-8")
    coverage = coverage_of(question, now=timezone.now())
    name = f"bao-phu-{question.campaign.code}-{question.group_by}-{timezone.localdate(coverage.as_of)}.csv"
    answer = HttpResponse(csv_of(coverage), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_safe
@cache_control(private=True, max_age=60)  # its form token is of one browser
def public_page(request: HttpRequest) -> HttpResponse:
    """Coverage by commune, for everybody; before the first campaign there is none to show."""
    named = request.GET.get("campaign", "")
    try:
        campaign = campaign_of(named)
    except NotYours as refused:
        return render(request, "public/coverage/coverage.html", status=refused.status if named else 200)
    public = public_coverage(campaign, now=timezone.now())
    rows = sorted(public.rows, key=lambda row: row.label)
    shown = {"public": public, "rows": rows, "notes": public_notes_on(public), "targets": public.whole.targets}
    return render(request, "public/coverage/coverage.html", shown)
