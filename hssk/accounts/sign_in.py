"""Signing in as staff: password, and a time-based code where the account has one."""

from django.contrib.auth.hashers import check_password, make_password
from django.utils.translation import gettext_lazy as _
from django_otp import devices_for_user

from hssk.accounts.models import User
from hssk.api.tries import counted, forget, key_of
from hssk.audit import record as audit
from hssk.refusals import Invalid, Refused

WRONG_TRIES = 8
WAIT_SECONDS = 15 * 60
# Checked when the name is unknown, so that the answer takes as long as for a known one.
NOBODYS_PASSWORD = make_password("nobody")


class TooManyTries(Refused):
    """Wrong too often from this address for this name; others are not locked out by it."""

    code = "too_often"
    status = 429


class CodeNeeded(Invalid):
    """The password is right; a code from the authenticator is asked for."""

    code = "totp_needed"


def sign_in_staff(*, username: str, password: str, totp: str = "", address: str) -> User:
    """The account that these words open.

    Raises Invalid when they are wrong, CodeNeeded when the account has an authenticator and `totp` is
    empty, TooManyTries after 8 wrong tries for one name from one network `address` within 15 minutes.
    """
    name = username.strip().lower()
    # However the name is written, it is one name.
    tries = key_of("staff-tries", f"{name}|{address}")
    if counted(tries, seconds=WAIT_SECONDS) > WRONG_TRIES:
        raise TooManyTries(_("Đã nhập sai nhiều lần. Hãy thử lại sau 15 phút."))
    user = User.objects.filter(username=name).first()
    if not check_password(password, user.password if user else NOBODYS_PASSWORD) or not user or not user.is_active:
        raise wrong("password", _("Tên đăng nhập hoặc mật khẩu chưa đúng."))
    check_code(user, totp)
    forget(tries)
    audit.record("staff.signed_in", subject_kind="user", subject_id=user.pk, by=user)
    return user


def wrong(field: str, words: object) -> Invalid:
    """The refusal of a wrong try."""
    return Invalid(str(words), code="wrong_credentials", fields={field: str(words)})


def check_code(user: User, totp: str) -> None:
    """Raise unless the account has no authenticator or `totp` is its present code."""
    devices = list(devices_for_user(user))
    if not devices:
        return
    if not totp:
        words = _("Hãy nhập mã 6 số từ ứng dụng xác thực.")
        raise CodeNeeded(words, fields={"totp": words})
    if not any(device.verify_token(totp.strip()) for device in devices):
        raise wrong("totp", _("Mã xác thực chưa đúng."))
