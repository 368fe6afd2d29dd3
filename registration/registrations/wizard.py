"""The wizard: one small view for all its pages, and the check of answers at its end."""

import uuid
from typing import Any, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views import View
from django.views.decorators.cache import never_cache

from hssk.refusals import Refused
from registration.campaigns.models import Campaign
from registration.campaigns.policy import open_campaigns
from registration.registrations import draft as drafts
from registration.registrations.interrupted import remember, remembered, typed
from registration.registrations.journey import Journey
from registration.registrations.register import first_result, register
from registration.registrations.steps import BY_NAME, Step, filled, form_of, new_person_in, steps_of, wish_in
from registration.sign_in.browser import citizen_of

FIRST = "who"


def address_of(step: Step) -> str:
    """The address of a step."""
    return reverse("registrations:step", args=[step.name])


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in and come back to this very page."""
    return redirect(f"{reverse('sign_in:phone')}?{urlencode({'next': request.get_full_path()})}")


def campaign_for(request: HttpRequest, draft: Any) -> Campaign | None:
    """The campaign named in the address, else the draft's, else the only open one."""
    code = request.GET.get("campaign", "")
    if draft and code in {"", draft.campaign.code}:
        return cast(Campaign, draft.campaign)
    found = open_campaigns(timezone.localdate()).select_related("area")
    choices = list(found.filter(code=code) if code else found[:2])
    return choices[0] if len(choices) == 1 else None


def journey_of(request: HttpRequest) -> Journey | None:
    """The journey of the signed-in citizen; None when no campaign is chosen."""
    account = citizen_of(request)
    draft = drafts.draft_of(account)
    campaign = campaign_for(request, draft)
    if campaign is None:
        return None
    is_same = draft is not None and draft.campaign_id == campaign.pk
    return Journey(account, campaign, draft if is_same else None)


@method_decorator(never_cache, name="dispatch")
class StepPage(View):
    """A page of the wizard: shows what was answered, keeps what is sent, goes on to the next."""

    journey: Journey

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        name = kwargs["name"]
        if name not in BY_NAME:
            raise Http404
        if not citizen_of(request):
            if request.method == "POST":
                remember(request, name)
            return to_sign_in(request)
        if (journey := journey_of(request)) is None or (journey.draft is None and name != FIRST):
            return redirect("registrations:start")
        self.journey = journey
        return super().dispatch(request, BY_NAME[name])

    def get(self, request: HttpRequest, step: Step) -> HttpResponse:
        if typed_before := remembered(request, step.name):
            self.journey.unsaved[step.name] = typed_before
        return self.page(request, step, form_of(step, self.journey))

    def post(self, request: HttpRequest, step: Step) -> HttpResponse:
        answers = typed(request)
        self.journey.unsaved[step.name] = answers
        form = form_of(step, self.journey)
        if not form.is_valid():
            return self.page(request, step, form, status=form.status)
        drafts.keep(account=self.journey.account, campaign=self.journey.campaign, step=step.name, answers=answers)
        if request.GET.get("back_to") == "check":
            return redirect("registrations:check")
        following = self.neighbour(step, 1)
        return redirect(address_of(following) if following else reverse("registrations:check"))

    def neighbour(self, step: Step, distance: int) -> Step | None:
        """The step before (-1) or after (1)."""
        steps = steps_of(self.journey)
        place = steps.index(step) + distance if step in steps else 1
        return steps[place] if 0 <= place < len(steps) else None

    def page(self, request: HttpRequest, step: Step, form: Any, status: int = 200) -> HttpResponse:
        """The page with the form as it is."""
        steps, before = steps_of(self.journey), self.neighbour(step, -1)
        context = {
            "step": step,
            "form": form,
            "journey": self.journey,
            "back": address_of(before) if before else reverse("registrations:start"),
            "place": steps.index(step) + 1 if step in steps else 1,
            "total": len(steps) + 1,
        }
        return render(request, step.template, context, status=status)


@method_decorator(never_cache, name="dispatch")
class CheckPage(View):
    """Every answer with its way back; the button that sends."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request) if citizen_of(request) else to_sign_in(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        journey = journey_of(request)
        if journey is None or journey.draft is None:
            return redirect("registrations:start")
        return self.page(request, journey)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send; the second click finds the registration made by the first."""
        account = citizen_of(request)
        if found := first_result(sent_id(request), account):
            return redirect("registrations:done", found.pk)
        journey = journey_of(request)
        if journey is None or journey.draft is None:
            return redirect("registrations:start")
        answered, unanswered = filled(journey)
        if unanswered:
            return redirect(address_of(unanswered))
        person = journey.person_id or new_person_in(answered, get_language() or "vi")
        try:
            registration, _is_new = register(
                id=journey.draft.pk,
                person=person,
                relationship=journey.relationship,
                wish=wish_in(answered, journey),
                by=account,
            )
        except Refused as refused:
            return self.page(request, journey, refused)
        drafts.discard(account=account, draft_id=journey.draft.pk)
        return redirect("registrations:done", registration.pk)

    def page(self, request: HttpRequest, journey: Journey, refused: Refused | None = None) -> HttpResponse:
        """All answers; with what was refused, if anything."""
        answered, unanswered = filled(journey)
        if unanswered:
            return redirect(address_of(unanswered))
        steps = steps_of(journey)
        parts = [(step, rows_of(step, answered[step.name])) for step in steps]
        context = {
            "journey": journey,
            "parts": parts,
            "refused": refused,
            "back": address_of(steps[-1]),
            "place": len(steps) + 1,
            "total": len(steps) + 1,
        }
        return render(request, "citizen/registrations/check.html", context, status=refused.status if refused else 200)


def sent_id(request: HttpRequest) -> uuid.UUID:
    """The id of the draft that the check page showed; a fresh one when it is missing or garbled."""
    try:
        return uuid.UUID(request.POST.get("draft", ""))
    except ValueError:
        return uuid.uuid4()


def rows_of(step: Step, form: Any) -> list[dict[str, Any]]:
    """Answers of a step, each with the way back to it."""
    change = f"{address_of(step)}?back_to=check"
    return [{"label": label, "value": value, "change": change} for label, value in form.rows()]
