"""Pages of the clinic: for those who work in sessions; whatever is refused becomes a page that states the fact."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from hssk.accounts.access import page_needs
from hssk.accounts.roles import May
from hssk.refusals import NotYours, Refused


def clinic_page(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for staff of a facility. What is elsewhere is not found; a refusal that no form shows is a stop."""

    @never_cache
    @page_needs(May.WORK_SESSION)
    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return page(request, *args, **kwargs)
        except NotYours as refused:
            raise Http404 from refused
        except Refused as refused:
            return render(request, "clinic/visits/stop.html", {"refused": refused}, status=refused.status)

    return guarded
