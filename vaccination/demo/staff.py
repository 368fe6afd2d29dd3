"""People who work for the demo: sign-ins for each role, and one vaccinator per facility for the past."""

from dataclasses import dataclass
from random import Random

from django.contrib.auth.hashers import make_password
from django_otp.plugins.otp_totp.models import TOTPDevice

from hssk.accounts.demo import DEMO_PASSWORD, DEMO_PREFIX
from hssk.accounts.models import RoleGrant, User
from hssk.accounts.roles import Role
from hssk.areas.models import AdministrativeUnit
from vaccination.demo.names import full_name, surname
from vaccination.facilities.models import Employment, Facility

# Invented, and printed with the password: it guards nothing.
TOTP_KEY = "3132333435363738393031323334353637383930"


@dataclass(frozen=True)
class SignIn:
    """A sign-in: user name after the prefix, name, title, role."""

    name: str
    full_name: str
    title: str
    role: str


IN_AREAS = (
    (SignIn("tinh", "Nguyễn Thị Thu Hà", "Cán bộ tỉnh, Sở Y tế", Role.PROVINCIAL_OFFICER), "province"),
    (SignIn("xa.maichau", "Hà Văn Bình", "Cán bộ xã Mai Châu", Role.COMMUNE_OFFICER), "commune"),
    (SignIn("kiemtra", "Trần Đức Long", "Người kiểm tra", Role.AUDITOR), ""),
    (SignIn("quantri", "Lê Minh Khôi", "Quản trị hệ thống", Role.ADMINISTRATOR), ""),
)
AT_THE_STATION = (
    SignIn("truong", "Đinh Thị Lan", "Trạm trưởng, Trạm Y tế xã Mai Châu", Role.FACILITY_HEAD),
    SignIn("kham", "Bùi Văn Quang", "Người khám sàng lọc, Trạm Y tế xã Mai Châu", Role.SCREENER),
    SignIn("tiem", "Khà Thị Nguyệt", "Người tiêm, Trạm Y tế xã Mai Châu", Role.VACCINATOR),
    SignIn("nhaplieu", "Vì Văn Hùng", "Người nhập liệu, Trạm Y tế xã Mai Châu", Role.DATA_CLERK),
)


def make_staff(province: AdministrativeUnit, commune: AdministrativeUnit, station: Facility) -> User:
    """The sign-ins; returns the provincial officer."""
    password = make_password(DEMO_PASSWORD)  # once: hashing is slow on purpose
    scopes = {"province": province, "commune": commune, "": None}
    for sign_in, where in IN_AREAS:
        user = account(sign_in, password)
        RoleGrant.objects.get_or_create(user=user, role=sign_in.role, area=scopes[where], ended_at=None)
        if sign_in.role == Role.ADMINISTRATOR:
            TOTPDevice.objects.get_or_create(user=user, defaults={"key": TOTP_KEY, "name": "demo", "confirmed": True})
    for sign_in in AT_THE_STATION:
        user = account(sign_in, password)
        Employment.objects.get_or_create(user=user, facility=station, role=sign_in.role, ended_at=None)
    return User.objects.get(username=f"{DEMO_PREFIX}tinh")


def account(sign_in: SignIn, password: str) -> User:
    """An account with the demo's password."""
    values = {"full_name": sign_in.full_name, "title": sign_in.title, "password": password}
    user, _new = User.objects.get_or_create(username=f"{DEMO_PREFIX}{sign_in.name}", defaults=values)
    return user


def vaccinator(facility: Facility, rng: Random) -> User:
    """Somebody who gave the doses of the past; nobody can sign in as them."""
    values = {
        "full_name": full_name(rng, "female", surname(rng, facility.area.code)),
        "title": f"Người tiêm, {facility.name}",
        "password": make_password(None),
    }
    user, new = User.objects.get_or_create(username=f"tiem.{facility.code.lower()}", defaults=values)
    if new:
        Employment.objects.create(user=user, facility=facility, role=Role.VACCINATOR)
    return user
