"""What every answer tells browsers not to do, and what no request may be; the whole site's outermost door."""

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from hssk.site import api_problem

# Templates hold nothing inline (tests/house), so nothing inline is ever run.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
# Swagger's own page styles itself.
POLICY_OF_DOCS = {**POLICY, "style-src": "'self' 'unsafe-inline'"}
DOCS = "/api/docs/"
HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# An upload that is too large is refused by its own page, which keeps what was typed; far larger ones are not even read.
MOST_UPLOAD_BYTES = 6 * settings.MAX_UPLOAD_BYTES


def said(policy: dict[str, str]) -> str:
    """A Content-Security-Policy as browsers read it."""
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def protection(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: refuse what cannot be meant, and add the headers that protect readers."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = refusal(request) or get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        policy = POLICY_OF_DOCS if request.path == DOCS else POLICY
        response.headers.setdefault("Content-Security-Policy", said(policy))
        # On a shared computer nobody finds the page of whoever sat there before.
        if settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


def refusal(request: HttpRequest) -> HttpResponse | None:
    """The answer to an address with a NUL, which no database takes, and to a body that nobody should read."""
    if b"\0" in unquote_to_bytes(request.META.get("QUERY_STRING", "")) or "\0" in request.path:
        return refused(request, 400, "Invalid request", _("Địa chỉ có ký tự không hợp lệ."))
    if body_bytes(request) > most_bytes(request):
        return refused(request, 413, "Too large", _("Dữ liệu gửi lên quá lớn."))
    return None


def body_bytes(request: HttpRequest) -> int:
    """How large the body is; the server has checked that it is a number."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0


def most_bytes(request: HttpRequest) -> int:
    """How large it may be: files go to disk, everything else is held in memory."""
    is_upload = request.META.get("CONTENT_TYPE", "").startswith("multipart/")
    return MOST_UPLOAD_BYTES if is_upload else settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def refused(request: HttpRequest, status: int, title: str, detail: str) -> HttpResponse:
    """Programs get a problem, people a page."""
    if request.path.startswith("/api/"):
        return api_problem(status, title, detail)
    return HttpResponse(render_to_string("400.html"), status=status)
