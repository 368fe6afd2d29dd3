"""One-time codes: asking for one, and proving a phone with it."""

import secrets
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hssk.api.tries import counted, key_of
from hssk.audit import record as audit
from hssk.crypto import blind_index
from hssk.refusals import Invalid, Refused
from notifications.outbox.enqueue import Draft, enqueue
from registration.sign_in.messages import CODE
from registration.sign_in.models import CitizenAccount, OneTimeCode
from registration.sign_in.phones import normalised_phone, takes_messages

HOUR = timedelta(hours=1)


class TooOften(Refused):
    """Asked or tried too often; wait."""

    code = "too_often"
    status = 429


def request_code(*, phone: str, address: str, language: str = "vi") -> OneTimeCode:
    """Send a six-digit code to `phone`; the answer is the same whether we know the phone or not.

    Raises Invalid for what is no mobile number, TooOften over the limits per phone and per `address`
    (the asker's network address).
    """
    number = normalised_phone(phone)
    if not takes_messages(number):
        words = _("Số này không nhận được tin nhắn. Hãy dùng số di động.")
        raise Invalid(words, fields={"phone": words})
    code = f"{secrets.randbelow(1_000_000):06d}"
    with transaction.atomic():
        one_at_a_time(number)
        now = timezone.now()
        refuse_too_many(number, address, now)
        row = OneTimeCode(phone=number, expires_at=now + timedelta(minutes=settings.CODE_MINUTES))
        row.code_hash = hashed(row, code)
        row.save(force_insert=True)
        values = {"code": code, "minutes": settings.CODE_MINUTES}
        enqueue(Draft(CODE.name, number, f"{CODE.name}:{row.pk}", row.pk, values, language))
    return row


def one_at_a_time(number: str) -> None:
    """Requests for one phone go one after the other, so that its limit holds for those sent at once, too."""
    with connection.cursor() as cursor:
        key = blind_index(number, purpose="one-time-code").int % 2**63
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def refuse_too_many(number: str, address: str, now: datetime) -> None:
    """Raise TooOften when the phone guessed too often, or it or the address has had its codes of this hour."""
    recent = list(OneTimeCode.objects.filter(phone=number, created_at__gt=now - HOUR).order_by("created_at"))
    if recent and recent[-1].tries >= settings.CODE_TRIES and recent[-1].expires_at > now:
        raise guessed_too_often(recent[-1].expires_at - now)
    if len(recent) >= settings.CODES_PER_PHONE_PER_HOUR:
        raise TooOften(
            _("Số này đã nhận nhiều mã. Hãy thử lại sau %(wait)s phút.")
            % {"wait": minutes(recent[0].created_at + HOUR - now)}
        )
    # In the cache; when that is away people still sign in, and the limit per phone holds.
    if counted(key_of("codes", address), seconds=int(HOUR.total_seconds())) > settings.CODES_PER_ADDRESS_PER_HOUR:
        raise TooOften(_("Có quá nhiều yêu cầu từ mạng này. Hãy thử lại sau một giờ."))


def minutes(wait: timedelta) -> int:
    """Whole minutes to wait, at least one."""
    return max(ceil(wait.total_seconds() / 60), 1)


def guessed_too_often(wait: timedelta) -> TooOften:
    """The refusal after the fifth wrong try."""
    return TooOften(_("Đã nhập sai 5 lần. Hãy đợi %(wait)s phút rồi lấy mã mới.") % {"wait": minutes(wait)})


def hashed(row: OneTimeCode, code: str) -> UUID:
    """What is stored of a code: useless without the key and for another row."""
    return blind_index(f"{row.pk}:{code}", purpose="one-time-code")


def verify_code(*, phone: str, code: str, language: str = "vi") -> CitizenAccount:
    """The account of a phone that proved itself; made when it is the phone's first time.

    Each code is good for one use, five minutes and five tries; only the newest code of a phone counts.
    Raises Invalid for a wrong or expired code, TooOften after the fifth wrong try.
    """
    number = normalised_phone(phone)
    now = timezone.now()
    newest = OneTimeCode.objects.filter(phone=number).order_by("-created_at").first()
    if newest is None or newest.used_at or newest.expires_at <= now:
        raise wrong(_("Mã đã hết hạn. Hãy lấy mã mới."), "expired_code")
    # The try is counted before the code is looked at, so that parallel guesses cannot share one.
    open_codes = OneTimeCode.objects.filter(pk=newest.pk, used_at__isnull=True)
    if not open_codes.filter(tries__lt=settings.CODE_TRIES).update(tries=F("tries") + 1):
        raise guessed_too_often(newest.expires_at - now)
    if hashed(newest, "".join(code.split())) != newest.code_hash:
        raise wrong(_("Mã chưa đúng. Hãy xem lại tin nhắn mới nhất."), "wrong_code")
    return sign_in_with(newest, language, now)


def wrong(words: object, name: str) -> Invalid:
    """A refusal that belongs to the field `code`."""
    return Invalid(str(words), code=name, fields={"code": str(words)})


@transaction.atomic
def sign_in_with(code: OneTimeCode, language: str, now: datetime) -> CitizenAccount:
    """Use up the code and return the account of its phone."""
    if not OneTimeCode.objects.filter(pk=code.pk, used_at__isnull=True).update(used_at=now):
        raise wrong(_("Mã này đã được dùng. Hãy lấy mã mới."), "used_code")
    account, _created = CitizenAccount.objects.get_or_create(phone=code.phone, defaults={"language": language})
    audit.record("citizen.signed_in", subject_kind="account", subject_id=account.pk, by=account)
    return account
