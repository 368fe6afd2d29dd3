"""Signing in by phone and one-time code, in the browser."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hssk.api.address import address_of
from hssk.forms import beside
from hssk.refusals import Refused
from registration.sign_in.browser import home, sign_in, sign_out
from registration.sign_in.codes import request_code, verify_code
from registration.sign_in.forms import CodeForm, PhoneForm

# The phone waits in the session, so that no address holds it.
PHONE = "sign_in_phone"


def safe_next(request: HttpRequest) -> str:
    """Where to go afterwards: a page of ours, never another site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else ""


def with_next(name: str, following: str) -> str:
    """The address of a page of this room that remembers where to go afterwards."""
    return reverse(name) + (f"?{urlencode({'next': following})}" if following else "")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """Ask for the phone; send it a code."""
    form = PhoneForm(request.POST or None, initial={"next": safe_next(request)})
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            asked = form.cleaned_data["phone"]
            try:
                code_row = request_code(phone=asked, address=address_of(request), language=get_language() or "vi")
            except Refused as refused:
                status = beside(form, refused)
            else:
                request.session[PHONE] = code_row.phone
                return redirect(with_next("sign_in:code", safe_next(request)))
    return render(request, "citizen/sign_in/phone.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code; sign in with it."""
    if not (number := request.session.get(PHONE)):
        return redirect(with_next("sign_in:phone", safe_next(request)))
    form = CodeForm(request.POST or None, initial={"next": safe_next(request)})
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                account = verify_code(phone=number, code=form.cleaned_data["code"], language=get_language() or "vi")
            except Refused as refused:
                status = beside(form, refused)
            else:
                del request.session[PHONE]
                sign_in(request, account)
                return redirect(safe_next(request) or home())
    context = {"form": form, "phone": number, "again": with_next("sign_in:phone", safe_next(request))}
    return render(request, "citizen/sign_in/code.html", context, status=status)


@require_POST
def out(request: HttpRequest) -> HttpResponse:
    """Forget the citizen on this device."""
    sign_out(request)
    return redirect("public:home")
