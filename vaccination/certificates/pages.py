"""A citizen's certificates, as page, picture and print; and the public check of a QR."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hssk.api.address import address_of
from hssk.forms import beside
from hssk.refusals import NotYours, Refused
from registration.sign_in.browser import citizen_of, citizen_page
from vaccination.certificates.check import Checked, check
from vaccination.certificates.facts import eleven_fields
from vaccination.certificates.forms import CheckForm
from vaccination.certificates.issue import CannotCertify, Certified
from vaccination.certificates.mine import card_of
from vaccination.certificates.pdf import certificate_pdf
from vaccination.certificates.photo import count_photo, qr_in_photo
from vaccination.certificates.qr import card_symbol, qr_png, qr_svg, symbol
from vaccination.certificates.said import fields_of
from vaccination.certificates.shc import jwk_of
from vaccination.certificates.signers import our_trust, public_keys


@never_cache
@require_safe
@citizen_page
def mine(request: HttpRequest, person_id: UUID, certificate_id: UUID | None = None) -> HttpResponse:
    """A certificate, large enough to be scanned from the screen, and the way to the others."""
    try:
        card = card_of(citizen_of(request), person_id, certificate_id, now=timezone.now())
    except NotYours as refused:
        raise Http404 from refused
    except CannotCertify as refused:
        context: dict[str, Any] = {"refused": refused, "person_id": person_id}
        return render(request, "citizen/certificates/mine.html", context, status=refused.status)
    context = {"card": card, "person_id": person_id}
    if card.one:
        fields = [{"label": label, "value": value} for label, value in eleven_fields(card.one.facts)]
        context |= {"one": card.one, "qr": qr_svg(symbol(card.one.text)), "fields": fields}
        context["shc_qr"] = qr_svg(card_symbol(card.one.shc)) if card.one.shc else ""
    return render(request, "citizen/certificates/mine.html", context)


def asked_for(request: HttpRequest, person_id: UUID, certificate_id: UUID) -> Certified:
    """A certificate of somebody looked after; 404 for others, and when there is no key to sign with."""
    try:
        one = card_of(citizen_of(request), person_id, certificate_id, now=timezone.now()).one
    except (NotYours, CannotCertify) as refused:
        raise Http404 from refused
    if one is None:
        raise Http404
    return one


def as_file(content: bytes, content_type: str, name: str) -> HttpResponse:
    """A file to keep; its name says nothing about the person."""
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@never_cache
@require_safe
@citizen_page
def picture(request: HttpRequest, person_id: UUID, certificate_id: UUID) -> HttpResponse:
    """The QR as PNG."""
    one = asked_for(request, person_id, certificate_id)
    return as_file(qr_png(symbol(one.text)), "image/png", f"chung-nhan-mui-{one.facts.dose}.png")


@never_cache
@require_safe
@citizen_page
def print_out(request: HttpRequest, person_id: UUID, certificate_id: UUID) -> HttpResponse:
    """The certificate as PDF."""
    one = asked_for(request, person_id, certificate_id)
    content = certificate_pdf(one, verify_url=settings.SITE_URL.rstrip("/") + reverse("certificates:verify"))
    return as_file(content, "application/pdf", f"chung-nhan-mui-{one.facts.dose}.pdf")


@never_cache
@require_safe
@citizen_page
def health_card(request: HttpRequest, person_id: UUID, certificate_id: UUID) -> HttpResponse:
    """The certificate as a file for wallets; 404 for products that SMART Health Cards have no code for."""
    one = asked_for(request, person_id, certificate_id)
    if one.shc is None:
        raise Http404
    content = json.dumps({"verifiableCredential": [one.shc]}).encode()
    return as_file(content, "application/smart-health-card", f"mui-{one.facts.dose}.smart-health-card")


@require_safe
def jwks(request: HttpRequest) -> HttpResponse:
    """Our keys where verifiers of SMART Health Cards look for them, from any site."""
    answer = JsonResponse({"keys": [jwk_of(key) for key in public_keys(our_trust())]})
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@never_cache
def verify_page(request: HttpRequest) -> HttpResponse:
    """Whether a QR is a certificate of ours that counts now. Nothing of it is kept."""
    if request.method != "POST":
        return render(request, "public/certificates/verify.html", {"form": CheckForm()})
    form = CheckForm(request.POST, request.FILES)
    status, checked = 400, None
    if form.is_valid():
        try:
            checked, status = checked_qr(form.cleaned_data, address_of(request)), 200
        except Refused as refused:
            status = beside(form, refused)
    # An empty form for the next one: what was checked is not kept, on the page either.
    facts = fields_of(checked.payload) if checked and checked.payload else []
    context = {"form": CheckForm() if checked else form, "checked": checked, "facts": facts}
    return render(request, "public/certificates/verify.html", context, status=status)


def checked_qr(given: dict[str, Any], address: str) -> Checked:
    """The outcome for a photo, or for text."""
    text = given["qr"]
    if photo := given["photo"]:
        count_photo(address)
        # One byte more than allowed is enough to know that it is too large.
        text = qr_in_photo(photo.read(settings.MAX_UPLOAD_BYTES + 1))
    return check(text, at=timezone.now())
