"""What invented phones would have received, and the demo's sign-ins. Only served when DEBUG is on."""

from base64 import b32encode
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django_otp.plugins.otp_totp.models import TOTPDevice

from hssk.accounts.access import held_roles
from hssk.accounts.demo import DEMO_PASSWORD, DEMO_PREFIX
from hssk.accounts.models import User
from notifications.gateways.models import PhoneScreen

MOST = 100


def newest(phone: str) -> list[PhoneScreen]:
    """Texts newest first, of one phone or of all."""
    screens = PhoneScreen.objects.order_by("-pk")
    return list((screens.filter(to_phone=phone) if phone else screens)[:MOST])


def asked_phone(request: HttpRequest) -> str:
    """The phone in the address, in E.164; people type 0912…, and a bare + arrives as a space."""
    digits = "".join(letter for letter in request.GET.get("phone", "") if letter.isdigit())
    if not digits:
        return ""
    return f"+84{digits[1:]}" if digits.startswith("0") else f"+{digits}"


def phones(request: HttpRequest) -> HttpResponse:
    """Phone screens."""
    phone = asked_phone(request)
    by_phone: dict[str, list[PhoneScreen]] = {}
    for screen in newest(phone):
        by_phone.setdefault(screen.to_phone, []).append(screen)
    return render(request, "public/dev/phones.html", {"phones": by_phone, "phone": phone})


def phones_json(request: HttpRequest) -> JsonResponse:
    """The same for programs."""
    rows = [
        {
            "to": screen.to_phone,
            "text": screen.text,
            "encoding": screen.encoding,
            "parts": screen.parts,
            "sent_at": screen.sent_at.isoformat(),
        }
        for screen in newest(asked_phone(request))
    ]
    return JsonResponse(rows, safe=False)


def account_row(user: User) -> dict[str, Any]:
    """A demo sign-in."""
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    roles = held_roles(user)
    return {
        "role": roles[0].role if roles else "",
        "title": user.title,
        "username": user.username,
        "password": DEMO_PASSWORD,
        "totp_secret": b32encode(device.bin_key).decode() if device else None,
    }


def accounts_json(request: HttpRequest) -> JsonResponse:
    """The demo's staff sign-ins."""
    users = User.objects.filter(username__startswith=DEMO_PREFIX, is_active=True).order_by("username")
    return JsonResponse([account_row(user) for user in users], safe=False)
