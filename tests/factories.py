"""Making rows for tests: each function gives one valid row; name only what the test is about."""

import itertools
import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from hssk.accounts.models import RoleGrant, User
from hssk.accounts.roles import Role
from hssk.areas.models import AdministrativeUnit
from hssk.areas.names import search_key, split_kind_key
from hssk.crypto import blind_index
from registration.campaigns.models import Campaign, ConsentText, DeclarationQuestion, PriorityGroup
from registration.people.models import Guardianship, IdentityDocument, Person, normalised_number
from registration.registrations.models import Registration
from registration.sign_in.models import CitizenAccount
from vaccination.facilities.models import Catchment, Employment, Facility
from vaccination.sessions.models import ArrivalSlot, Session
from vaccination.stock.models import Lot, MovementKind, StockBalance, StockMovement, Vaccine

numbers = itertools.count(1)
PASSWORD = "mot-mat-khau-dai-2026"
REFORM = date(2025, 7, 1)


def today() -> date:
    """Today in Viet Nam."""
    return timezone.localdate()


def bare_key(name: str) -> str:
    """A unit's name without its kind, as it is searched."""
    return split_kind_key(search_key(name))[1]


def make_province(code: str = "25", name: str = "Tỉnh Phú Thọ") -> AdministrativeUnit:
    unit, _new = AdministrativeUnit.objects.get_or_create(
        code=code,
        level=1,
        valid_from=REFORM,
        defaults={"kind": "tinh", "name": name, "name_key": bare_key(name), "path": f"{REFORM:%Y%m%d}/{code}/"},
    )
    return unit


def make_commune(
    name: str = "Xã Mai Châu", code: str = "05200", province: AdministrativeUnit | None = None
) -> AdministrativeUnit:
    parent = province or make_province()
    unit, _new = AdministrativeUnit.objects.get_or_create(
        code=code,
        level=3,
        valid_from=REFORM,
        defaults={
            "kind": "xa",
            "name": name,
            "name_key": bare_key(name),
            "parent": parent,
            "path": f"{parent.path}{code}/",
        },
    )
    return unit


def make_campaign(**fields: Any) -> Campaign:
    number = next(numbers)
    values: dict[str, Any] = {
        "code": f"chien-dich-{number}",
        "name_vi": "Chiến dịch tiêm chủng",
        "name_en": "Vaccination campaign",
        "starts_on": today() - timedelta(days=30),
        "ends_on": today() + timedelta(days=120),
    }
    if "area" not in fields:
        values["area"] = make_province()
    return Campaign.objects.create(**values | fields)


def make_group(campaign: Campaign, code: str = "9", rank: int = 9) -> PriorityGroup:
    group, _new = PriorityGroup.objects.get_or_create(
        campaign=campaign, code=code, defaults={"rank": rank, "name_vi": f"Nhóm {code}", "name_en": f"Group {code}"}
    )
    return group


def make_question(code: str = "1") -> DeclarationQuestion:
    question, _new = DeclarationQuestion.objects.get_or_create(
        code=code,
        valid_from=date(2021, 7, 1),
        defaults={"position": int(code), "text_vi": "Tiền sử phản vệ", "text_en": "History of anaphylaxis"},
    )
    return question


def make_consent_text() -> ConsentText:
    text, _new = ConsentText.objects.get_or_create(
        version="test-1", defaults={"text_vi": "Tôi đồng ý.", "text_en": "I agree.", "valid_from": date(2021, 7, 1)}
    )
    return text


def make_person(full_name: str = "Bùi Thị Hòa", *, document: str = "", **fields: Any) -> Person:
    values: dict[str, Any] = {
        "birth_date": date(1985, 3, 8),
        "sex": "female",
        "phone": f"+8491{next(numbers):07d}",
    }
    if "area" not in fields:
        values["area"] = make_commune()
    person = Person.objects.create(full_name=full_name, name_key=search_key(full_name), **values | fields)
    if document:
        add_document(person, document)
    return person


def add_document(person: Person, number: str, kind: str = "cccd") -> IdentityDocument:
    index = blind_index(normalised_number(number), purpose="document")
    return IdentityDocument.objects.create(person=person, kind=kind, number=number, number_index=index)


def make_account(*persons: Person, phone: str = "") -> CitizenAccount:
    account, _new = CitizenAccount.objects.get_or_create(phone=phone or f"+8498{next(numbers):07d}")
    for person in persons:
        Guardianship.objects.create(account=account, person=person, relationship="self")
    return account


def make_registration(person: Person | None = None, campaign: Campaign | None = None, **fields: Any) -> Registration:
    """A registration written directly, past the rules and the counts; see submit.py for the real way."""
    campaign = campaign or make_campaign()
    values: dict[str, Any] = {"submitted_by_kind": "citizen", "state": "accepted"}
    if "group" not in fields:
        values["group"] = make_group(campaign)
    return Registration.objects.create(campaign=campaign, person=person or make_person(), **values | fields)


def make_vaccine(code: str = "PFZ", **fields: Any) -> Vaccine:
    values: dict[str, Any] = {
        "name": "Comirnaty (Pfizer-BioNTech)",
        "short_name": "Pfizer",
        "maker": "Pfizer/BioNTech",
        "disease": "COVID-19",
        "platform": "mRNA",
        "basic_doses": 2,
        "doses_per_vial": 6,
        "dose_volume_ml": "0.3",
    }
    vaccine, _new = Vaccine.objects.get_or_create(code=code, defaults=values | fields)
    return vaccine


def make_lot(vaccine: Vaccine | None = None, **fields: Any) -> Lot:
    values = {"number": f"LO{next(numbers):04d}", "expires_on": today() + timedelta(days=90)}
    return Lot.objects.create(vaccine=vaccine or make_vaccine(), **values | fields)


def make_facility(name: str = "Trạm Y tế xã Mai Châu", **fields: Any) -> Facility:
    values: dict[str, Any] = {
        "code": f"17{next(numbers):04d}",
        "kind": "commune_station",
        "phone": "02183867115",
    }
    if "area" not in fields:
        values["area"] = make_commune()
    facility = Facility.objects.create(name=name, **values | fields)
    Catchment.objects.create(facility=facility, area=facility.area)
    return facility


def stock_up(facility: Facility, lot: Lot, doses: int = 100) -> None:
    """Give a facility doses of a lot, in ledger and balance alike."""
    StockMovement.objects.create(
        facility=facility, lot=lot, kind=MovementKind.RECEIVED, doses=doses, cause_id=uuid.uuid4()
    )
    StockBalance.objects.create(facility=facility, lot=lot, doses=doses)


def make_session(campaign: Campaign | None = None, facility: Facility | None = None, **fields: Any) -> Session:
    """An open session with four arrival slots from 07:30 on; `seats` are split among them."""
    seats = fields.pop("seats", 20)
    values: dict[str, Any] = {"on": today(), "shift": "morning"}
    if "vaccine" not in fields:
        values["vaccine"] = fields["lot"].vaccine if fields.get("lot") else make_vaccine()
    session = Session.objects.create(
        campaign=campaign or make_campaign(), facility=facility or make_facility(), **values | fields
    )
    first = timezone.make_aware(datetime.combine(session.on, time(7, 30)))
    each, left = divmod(seats, 4)
    for hour in range(4):
        here = each + (1 if hour < left else 0)
        if here:
            ArrivalSlot.objects.create(session=session, starts_at=first + timedelta(hours=hour), seats=here)
    return session


def make_staff(role: str = Role.PROVINCIAL_OFFICER, area: AdministrativeUnit | None = None, **fields: Any) -> User:
    """A member of staff with a role in an area (today's province when not named)."""
    number = next(numbers)
    user = User.objects.create_user(
        fields.pop("username", f"can.bo.{number}"), PASSWORD, full_name=fields.pop("full_name", "Hà Văn Bình"), **fields
    )
    RoleGrant.objects.create(user=user, role=role, area=area or make_province())
    return user


def make_clinician(facility: Facility, role: str = Role.VACCINATOR, **fields: Any) -> User:
    """A member of staff who works in a facility."""
    number = next(numbers)
    user = User.objects.create_user(
        fields.pop("username", f"nhan.vien.{number}"),
        PASSWORD,
        full_name=fields.pop("full_name", "Đinh Thị Lan"),
        **fields,
    )
    Employment.objects.create(user=user, facility=facility, role=role)
    return user
