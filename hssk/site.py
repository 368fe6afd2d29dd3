"""What every page shares: its context, and the answers to a lost form token."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import defaults

from hssk.accounts.access import held_roles
from hssk.accounts.roles import PERMISSIONS


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Names that layouts use: the demo banner, the hotline, and what the signed-in staff may do."""
    held = held_roles(getattr(request, "user", None))
    return {
        "demo": settings.DEMO,
        "hotline": settings.HOTLINE,
        "citizen": getattr(request, "citizen", None),
        "may": {str(what): True for role in held for what in PERMISSIONS[role.role]},
    }


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is gone (cookies off, or a page left open overnight)."""
    return render(request, "403_csrf.html", {"again": page_before(request)}, status=403)


def page_before(request: HttpRequest) -> str:
    """The page of ours whose form was sent, or nothing."""
    before = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return before if ours else ""


def unknown_api(request: HttpRequest, rest: str) -> JsonResponse:
    """An API address that does not exist, in the shape of every other API error."""
    return api_problem(404, "Not found", _("Không có địa chỉ này."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke: programs get a problem, people a page. Neither says what was being done to whom."""
    if request.path.startswith("/api/"):
        return api_problem(500, "Error", _("Hệ thống gặp lỗi. Hãy thử lại sau."))
    return defaults.server_error(request)


def api_problem(status: int, title: str, detail: str) -> JsonResponse:
    """A problem (RFC 9457) outside of the API's own views."""
    body = {"type": f"urn:hssk:problem:{title.lower().replace(' ', '-')}", "title": title, "status": status}
    return JsonResponse(body | {"detail": detail}, status=status, content_type="application/problem+json")
