"""Pages around a registration: the beginning, the number, what became of it."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hssk.refusals import Refused
from registration.campaigns.policy import open_campaigns
from registration.people.verification import words_for
from registration.registrations import draft as drafts
from registration.registrations.mine import one_registration
from registration.registrations.states import MOVES, State
from registration.registrations.withdraw import withdraw_registration
from registration.sign_in.browser import citizen_of, citizen_page


@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What one can register for; open to everybody."""
    citizen = citizen_of(request)
    context = {
        "campaigns": open_campaigns(timezone.localdate()).select_related("area")[:20],
        "draft": drafts.draft_of(citizen) if citizen else None,
    }
    return render(request, "citizen/registrations/start.html", context)


@require_POST
@citizen_page
def discard(request: HttpRequest) -> HttpResponse:
    """Forget the answers and begin anew."""
    drafts.discard(account=citizen_of(request))
    return redirect("registrations:start")


@never_cache
@require_safe
@citizen_page
def done(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The number, and what happens next."""
    return shown(request, pk, "citizen/registrations/done.html")


@never_cache
@require_safe
@citizen_page
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A registration and where it stands."""
    return shown(request, pk, "citizen/registrations/detail.html")


def shown(request: HttpRequest, pk: uuid.UUID, template: str, refused: Refused | None = None) -> HttpResponse:
    """A page about one registration."""
    try:
        registration = one_registration(pk, by=citizen_of(request))
    except Refused as not_yours:
        return render(request, "404.html", status=not_yours.status)
    context = {
        "registration": registration,
        "doubts": [words_for(code) for code in registration.person.doubts_to_tell],
        "can_withdraw": State.WITHDRAWN in MOVES[registration.state],
        "refused": refused,
    }
    return render(request, template, context, status=refused.status if refused else 200)


@require_POST
@citizen_page
def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take the registration back."""
    try:
        withdraw_registration(registration_id=pk, by=citizen_of(request))
    except Refused as refused:
        return shown(request, pk, "citizen/registrations/detail.html", refused)
    return redirect("registrations:detail", pk)
