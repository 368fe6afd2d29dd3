"""Pages of staff accounts."""

from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from hssk.accounts.access import can
from hssk.accounts.forms import SignInForm
from hssk.accounts.roles import May
from hssk.accounts.sign_in import sign_in_staff
from hssk.api.address import address_of
from hssk.refusals import Refused

# Where each kind of work begins, the most specific first.
WORKPLACES = [
    (May.WORK_SESSION, "visits:home"),
    (May.SEE_PEOPLE, "planning:office_home"),
    (May.SEE_COVERAGE, "coverage:dashboard"),
]


def safe_next(request: HttpRequest, fallback: str) -> str:
    """The address in `next` when it is ours, else `fallback`."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if ours else fallback


def sign_in(request: HttpRequest) -> HttpResponse:
    """Staff sign-in."""
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                user = sign_in_staff(**form.cleaned_data, address=address_of(request))
            except Refused as refused:
                status = refused.status
                for name, words in (refused.fields or {"__all__": refused.message}).items():
                    form.add_error(name, str(words))
            else:
                login(request, user, backend="django.contrib.auth.backends.ModelBackend")
                return redirect(safe_next(request, reverse("accounts:home")))
    context = {"form": form, "next": safe_next(request, "")}
    return render(request, "office/accounts/sign_in.html", context, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Staff sign-out."""
    logout(request)
    return redirect("accounts:sign_in")


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Send staff to where their work begins."""
    for what, page in WORKPLACES:
        if can(request.user, what):
            return redirect(page)
    return render(request, "office/accounts/home.html")
