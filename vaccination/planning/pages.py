"""Pages of the office: campaigns, asking for a plan, reading it, publishing it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hssk.accounts.access import page_needs, staff
from hssk.accounts.roles import May
from hssk.audit.record import record_reading
from hssk.forms import beside
from hssk.look.words import number, vi_date
from hssk.refusals import Refused
from registration.campaigns.models import Campaign
from vaccination.planning import summary
from vaccination.planning.discard import discard_plan
from vaccination.planning.forms import PeopleFilters, PlanForm
from vaccination.planning.make_plan import make_plan
from vaccination.planning.models import Plan, PlanState
from vaccination.planning.office import campaigns_of, figures_of
from vaccination.planning.people import seated, unseated
from vaccination.planning.preview import preview_of
from vaccination.planning.publish import Published, publish_plan
from vaccination.planning.reasons import remedy_for, words_for
from vaccination.sessions.campaigns import campaigns_where

PEOPLE_OF_A_PAGE = 50
PLANS_OF_A_PAGE = 30


@page_needs(May.SEE_PEOPLE)
@require_safe
def office_home(request: HttpRequest) -> HttpResponse:
    """Campaigns of the official's areas, each with the one number that matters."""
    return render(request, "office/campaigns/home.html", {"campaigns": campaigns_of(request.user)})


def campaign_for(request: HttpRequest, campaign_id: UUID, what: May) -> Campaign:
    """A campaign of the official's areas."""
    campaign = campaigns_where(request.user, what).filter(pk=campaign_id).first()
    if campaign is None:
        raise Http404
    return campaign


@page_needs(May.SEE_PEOPLE)
@require_safe
def campaign_page(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Where a campaign stands, and its newest plans."""
    campaign = campaign_for(request, campaign_id, May.SEE_PEOPLE)
    plans = Plan.objects.visible_to(request.user).filter(campaign=campaign).select_related("area", "made_by")
    context = {
        "campaign": campaign,
        "figures": figures_of(campaign, request.user),
        "plans": summary.facts_of(plans.order_by("-made_at")[:5]),
    }
    return render(request, "office/campaigns/campaign.html", context)


@page_needs(May.PLAN)
@require_safe
def list_page(request: HttpRequest) -> HttpResponse:
    """Plans of the official's areas, newest first."""
    plans = Plan.objects.visible_to(request.user).select_related("campaign", "area", "made_by").order_by("-made_at")
    page = Paginator(plans, PLANS_OF_A_PAGE).get_page(request.GET.get("page"))
    campaigns = campaigns_where(request.user, May.PLAN)
    context = {"page": page, "plans": summary.facts_of(page.object_list), "campaigns": campaigns}
    return render(request, "office/plans/list.html", context)


@page_needs(May.PLAN)
def new(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Ask for a plan over days and an area."""
    campaign = campaign_for(request, campaign_id, May.PLAN)
    form = PlanForm(request.POST if request.method == "POST" else None, campaign=campaign, user=request.user)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                plan = make_plan(campaign=campaign, by=staff(request), **form.cleaned_data)
            except Refused as refused:
                status = beside(form, refused)
            else:
                return redirect("planning:plan", plan.pk)
    return render(request, "office/plans/new.html", {"form": form, "campaign": campaign}, status=status)


def found(request: HttpRequest, plan_id: UUID) -> Plan:
    """A plan of the official's areas."""
    plan = Plan.objects.visible_to(request.user).select_related("campaign", "area", "made_by").filter(pk=plan_id)
    if not plan:
        raise Http404
    return plan[0]


@page_needs(May.PLAN)
@require_safe
def plan_page(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Who is served and who is not and why, by commune, group and day."""
    plan = found(request, plan_id)
    communes, groups, days = summary.by_commune(plan), summary.by_group(plan), summary.by_day(plan)
    served, unserved = sum(line.served for line in communes), sum(line.unserved for line in communes)
    context = {
        "plan": plan,
        "served": served,
        "unserved": unserved,
        "share": served / (served + unserved) if served + unserved else None,
        "communes": communes,
        "groups": groups,
        "day_bars": [{"label": vi_date(day), "value": people} for day, people in days],
        "reasons": summary.reasons_of(plan),
        "seats_left": summary.seats_left(plan),
    }
    return render(request, "office/plans/plan.html", context)


@page_needs(May.PLAN)
def people_page(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """People of a plan, searched and filtered; reading them is logged.

    Filters live in the address, but what is searched for may be a name, and names do not: it is posted.
    """
    plan = found(request, plan_id)
    days = [day for day, _people in summary.by_day(plan)]
    asked = request.POST or request.GET
    filters = PeopleFilters(asked, communes=summary.by_commune(plan), groups=summary.by_group(plan), days=days)
    wanted = filters.wanted()
    if request.method == "POST" and "q" not in wanted:
        return redirect(f"{request.path}?{urlencode(wanted)}")
    unserved = wanted.get("show") == "unserved" or "reason" in wanted
    rows: Any = unseated(plan, wanted) if unserved else seated(plan, wanted)
    page = Paginator(rows, PEOPLE_OF_A_PAGE).get_page(request.GET.get("page"))
    record_reading({row.registration.person_id for row in page}, reason="plan", by=staff(request))
    if unserved:
        for row in page:
            row.words, row.remedy = words_for(row.reason), remedy_for(row.reason)
    context = {"plan": plan, "filters": filters, "page": page, "unserved": unserved}
    return render(request, "office/plans/people.html", context)


@page_needs(May.PLAN)
def publish(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Say what publishing does, and publish."""
    plan = found(request, plan_id)
    refused, status = None, 200
    if request.method == "POST":
        try:
            return told(request, publish_plan(plan_id=plan_id, by=staff(request)))
        except Refused as error:
            refused, status = error, error.status
    elif plan.state != PlanState.DRAFT:
        return redirect("planning:plan", plan_id)
    preview = preview_of(plan) if plan.state == PlanState.DRAFT else None
    context = {"plan": plan, "preview": preview, "refused": refused}
    return render(request, "office/plans/publish.html", context, status=status)


def told(request: HttpRequest, done: Published) -> HttpResponse:
    """Say what publishing did."""
    numbers = {"people": number(done.appointments), "messages": number(done.messages)}
    messages.success(request, _("Đã công bố: %(people)s người có lịch hẹn, %(messages)s tin nhắn chờ gửi.") % numbers)
    for reason, people in done.left.items():
        words = _("%(people)s người không còn chỗ như bản nháp: %(why)s.")
        messages.warning(request, words % {"people": number(people), "why": words_for(reason)})
    return redirect("planning:plan", done.plan.pk)


@page_needs(May.PLAN)
@require_POST
def discard(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    found(request, plan_id)
    try:
        plan = discard_plan(plan_id=plan_id, by=staff(request))
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect("planning:plan", plan_id)
    messages.success(request, _("Đã bỏ bản nháp. Chưa ai được nhắn tin về bản này."))
    return redirect("planning:campaign", plan.campaign_id)
