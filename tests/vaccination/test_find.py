"""Finding somebody by whatever is at hand."""

import uuid

import pytest

from hssk.audit.models import AuditEntry
from tests import factories as make
from tests.vaccination.clinic import Clinic
from vaccination.planning.models import Appointment
from vaccination.visits.at_work import appointments_of
from vaccination.visits.find import matching, persons_by_document, understood

CARD = "017185123456|113456789|Nguyễn Thị Hòa|08031985|Nữ|Xóm Vành, Mai Châu|01012022"


def test_what_a_text_can_mean() -> None:
    an_id = uuid.uuid4()
    assert understood(str(an_id)).id == an_id
    assert understood(f"https://hssk.vn/a/{an_id}/").id == an_id
    assert understood(CARD).numbers == ("017185123456", "113456789")
    assert understood("0912 345 678").phone == "+84912345678"
    assert understood("017185123456").phone == ""
    assert understood("C1234567").numbers == ("C1234567",)
    assert understood("Nguyễn thị HÒA").words == ("nguyen", "thi", "hoa")
    assert not understood("hòa 85").exact


@pytest.fixture
def clinic(db: None) -> Clinic:
    found = Clinic()
    found.hoa = found.expect(  # type: ignore[attr-defined]
        make.make_person("Nguyễn Thị Hòa", document="017185123456", phone="+84912345678")
    )
    found.expect(make.make_person("Trần Văn Hoàng", document="017085123456"))
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "nguyen thi hoa",
        "hoa nguyen",
        "Nguyễn Thị Hoà",
        "thi ng",
        "0912345678",
        "+84 912 345 678",
        "017185123456",
        "0171 8512 3456",
        CARD,
    ],
)
def test_nguyen_thi_hoa_is_found(clinic: Clinic, text: str) -> None:
    found = list(matching(appointments_of(clinic.session), understood(text)))
    assert found == [clinic.hoa]  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_the_qr_of_an_appointment_is_found(clinic: Clinic) -> None:
    appointment = Appointment.objects.first()
    assert appointment
    assert list(matching(appointments_of(clinic.session), understood(str(appointment.pk)))) == [appointment]


@pytest.mark.django_db
def test_the_middle_of_a_word_finds_nobody(clinic: Clinic) -> None:
    assert not matching(appointments_of(clinic.session), understood("guyen")).exists()


@pytest.mark.django_db
def test_somebody_from_anywhere_is_found_by_document_and_the_look_is_logged(clinic: Clinic) -> None:
    far = make.make_person("Vàng A Páo", document="011090123456", area=make.make_commune("Xã Xa", "09999"))
    assert persons_by_document("011090123456", by=clinic.nurse) == [far]
    assert AuditEntry.objects.filter(person_id=far.pk, detail__reason="walk_in_document").exists()


@pytest.mark.django_db
def test_a_merged_person_is_found_as_the_one_who_counts(clinic: Clinic) -> None:
    keeper = make.make_person("Vàng A Páo")
    make.make_person("Vang A Pao", document="011090123456", merged_into=keeper)
    assert persons_by_document("011090123456", by=clinic.nurse) == [keeper]
