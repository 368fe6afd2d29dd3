"""The pages of the wizard in their order."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from hssk.refusals import Words
from registration.campaigns.policy import group_of
from registration.people.create import NewPerson
from registration.registrations import forms, person_forms
from registration.registrations.journey import Journey
from registration.registrations.models import Source
from registration.registrations.submit import Wish


@dataclass(frozen=True)
class Step:
    """One page: its name in the address, its title, its form, and why it asks."""

    name: str
    title: Words
    form_class: type[forms.StepForm]
    why: Words = ""
    template: str = "citizen/registrations/step.html"


STEPS = [
    Step("who", _("Người được tiêm"), forms.WhoForm, _("Một số điện thoại đăng ký được cho nhiều người.")),
    Step(
        "person",
        _("Thông tin người được tiêm"),
        person_forms.PersonForm,
        _("Ghi đúng như trên giấy tờ."),
        "citizen/registrations/person.html",
    ),
    Step(
        "address",
        _("Nơi ở hiện nay"),
        person_forms.AddressForm,
        _("Để xếp lịch ở điểm tiêm gần nhất."),
        "citizen/registrations/address.html",
    ),
    Step("group", _("Nhóm ưu tiên"), forms.GroupForm, _("Nhóm quyết định thứ tự được mời tiêm.")),
    Step("wish", _("Thời gian mong muốn"), forms.WishForm),
    Step(
        "declaration",
        _("Tiền sử bệnh"),
        forms.DeclarationForm,
        _("Để cán bộ y tế chuẩn bị khám sàng lọc. Chỉ người khám cho Ông/Bà xem được."),
        "citizen/registrations/declaration.html",
    ),
    Step("consent", _("Đồng ý tiêm chủng"), forms.ConsentForm, "", "citizen/registrations/consent.html"),
]
OF_NEW_PERSON = {"person", "address"}
BY_NAME = {step.name: step for step in STEPS}


def steps_of(journey: Journey) -> list[Step]:
    """The steps of this journey: somebody known is not asked about again."""
    known = journey.held is not None
    return [step for step in STEPS if not (known and step.name in OF_NEW_PERSON)]


def form_of(step: Step, journey: Journey) -> forms.StepForm:
    """The form with what was answered; empty when nothing was."""
    answers = journey.answers(step.name)
    return step.form_class(journey=journey) if answers is None else step.form_class(query(answers), journey=journey)


def query(answers: dict[str, str]) -> QueryDict:
    """Kept answers as a form takes them."""
    data = QueryDict(mutable=True)
    data.update(answers)
    return data


def filled(journey: Journey) -> tuple[dict[str, Any], Step | None]:
    """The valid forms by step, and the first step that is still to be answered or mended."""
    found: dict[str, Any] = {}
    for step in steps_of(journey):
        form = form_of(step, journey)
        if not form.is_valid():
            return found, step
        found[step.name] = form
    return found, None


def wish_in(answered: dict[str, Any], journey: Journey) -> Wish:
    """The wish that the valid forms make."""
    wish = answered["wish"].cleaned_data
    return Wish(
        campaign=journey.campaign,
        group=group_of(journey.campaign, answered["group"].cleaned_data["group"]),
        source=Source.WEB,
        wished_on=wish["wished_on"],
        wished_shift=wish["wished_shift"],
        declaration=answered["declaration"].declaration,
        consent_text=answered["consent"].text,
    )


def new_person_in(answered: dict[str, Any], language: str) -> NewPerson:
    """The new person that the valid forms make."""
    person, address = answered["person"], answered["address"]
    told, lives = person.cleaned_data, address.cleaned_data
    return NewPerson(
        full_name=told["full_name"],
        birth_date=told["birth_date"],
        birth_year_only=person.birth_year_only,
        sex=told["sex"],
        area=address.unit,
        documents=person.documents,
        phone=told["phone"],
        hamlet=lives["hamlet"],
        address=lives["address"],
        occupation=told["occupation"],
        workplace=told["workplace"],
        language=language,
    )
