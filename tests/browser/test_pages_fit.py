"""Every page, with the longest names that real lists have, in both languages and at both widths.

What "fits" means is said in conftest.LOOK, which looks at each page as it loads; axe-core asks of each page whether
people who cannot see, hear or hold a mouse can use it.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, expect

from notifications.texts.load import load_texts
from registration.people.models import Person
from tests import factories as make
from tests.browser.conftest import LAPTOP, PHONE, Site
from tests.browser.hands import bring_in
from tests.browser.world import World
from tests.registration.imports.samples import line, uploaded
from tests.registration.wizard_story import ANSWERS, answer, signed_in
from tests.vaccination.clinic import Clinic
from vaccination.planning.make_plan import make_plan
from vaccination.planning.models import Appointment

pytestmark = pytest.mark.browser

NAME = "Nguyễn Phước Hoàng Tường Vi Khánh Ngân"
PLACE = "Trung tâm Kiểm soát bệnh tật tỉnh Phú Thọ, cơ sở Hòa Bình"
Visit = Callable[..., None]


@pytest.fixture(params=["vi", "en"])
def visit(site: Site, request: pytest.FixtureRequest) -> Visit:
    """Open pages one after the other as somebody, at both widths."""

    def go(paths: list[str], client: Client | None = None) -> None:
        page = site.open("/", locale=request.param)
        page.context.add_cookies([{"name": "django_language", "value": request.param, "url": page.url}])
        if client:
            bring_in(page, client)
        for path in paths:
            look_at(page, path, request.param)

    return go


def look_at(page: Page, path: str, language: str) -> None:
    """At phone width as it loads, then at a desk."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(path)
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert path in page.url, f"{path} led to {page.url}"
    usable_by_all(page)
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"{path} is too wide at a desk"
    usable_by_all(page)


def usable_by_all(page: Page) -> None:
    """axe-core finds nothing wrong."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url} at {page.viewport_size}: {found.generate_report()}"


def member_of_staff(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@dataclass
class Day:
    """A clinic with somebody of the longest name at every step, and an official."""

    clinic: Clinic = field(default_factory=lambda: Clinic(facility_fields={"name": PLACE}))
    official: Any = field(default_factory=make.make_staff)

    def __post_init__(self) -> None:
        load_texts()

    def somebody(self) -> Person:
        return make.make_person(NAME, doubts=["cccd_birth_mismatch", "no_document"])

    def tomorrow(self) -> Any:
        on = make.today() + timedelta(days=1)
        return make.make_session(self.clinic.campaign, self.clinic.facility, lot=self.clinic.lot, on=on)


def test_a_page_that_is_too_wide_is_noticed(site: Site) -> None:
    page = site.open("/", size={"width": 60, "height": 800})
    page.goto("/coverage/")
    assert any("too wide" in trouble for trouble in site.troubles)
    site.troubles.clear()


def test_a_page_that_not_all_can_use_is_noticed(site: Site) -> None:
    page = site.open("/")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    with pytest.raises(AssertionError, match="button-name"):
        usable_by_all(page)


def test_pages_for_everybody(visit: Visit, world: World) -> None:
    visit(["/", "/register/", "/sign-in/", "/staff/sign-in/", "/coverage/", "/reactions/"])


def test_pages_of_the_wizard(visit: Visit, world: World) -> None:
    client = signed_in(make.make_account())
    for step in ANSWERS:
        answer(client, step, **({"full_name": NAME, "workplace": PLACE} if step == "person" else {}))
    visit(["/register/", *(f"/register/{step}/" for step in ANSWERS), "/register/check/"], client)


def test_pages_of_a_citizen(visit: Visit, transactional_db: None) -> None:
    day = Day()
    invited = day.clinic.expect(day.somebody(), state="announced")
    vaccinated, _dose = day.clinic.vaccinated(day.somebody())
    day.tomorrow()
    account = make.make_account(invited.person, vaccinated.person, make.make_registration(day.somebody()).person)
    answers = [f"/me/appointments/{invited.pk}/{verb}/" for verb in ("confirm", "decline", "change")]
    person, registration = vaccinated.person_id, invited.registration_id
    mine = [f"/me/people/{person}/", "/me/people/", f"/me/people/{person}/access-log/"]
    after = [f"/register/{registration}/", f"/register/{registration}/done/"]
    visit(["/me/", *mine, *answers, *after], signed_in(account))


def test_pages_of_the_clinic(visit: Visit, transactional_db: None) -> None:
    day = Day()
    clinic = day.clinic
    at: dict[str, Appointment] = {
        "check-in": clinic.expect(day.somebody()),
        "screening": clinic.arrived(day.somebody()),
        "dose": clinic.screened(day.somebody()),
        "release": clinic.vaccinated(day.somebody())[0],
    }
    steps = [f"/clinic/appointments/{each.pk}/{step}/" for step, each in at.items()]
    session = f"/clinic/sessions/{clinic.session.pk}/"
    rooms = [session, f"{session}observation/", f"{session}walk-in/", f"{session}walk-in/new/"]
    saved = f"/clinic/appointments/{at['release'].pk}/saved/"
    visit(["/clinic/", *rooms, *steps, saved], member_of_staff(clinic.nurse))


def test_pages_of_the_office(visit: Visit, transactional_db: None) -> None:
    day = Day()
    campaign, session = day.clinic.campaign, day.tomorrow()
    for _time in range(2):
        make.make_registration(day.somebody(), campaign)
    far = make.make_person(NAME, area=make.make_commune("Xã Pà Cò", "05212"))
    make.make_registration(far, campaign)
    on = make.today()
    plan = make_plan(
        id=uuid.uuid4(), campaign=campaign, area=campaign.area, from_day=on, to_day=session.on, by=day.official
    )
    batch = uploaded(campaign, day.official, line(full_name=NAME), line(full_name=""), line(birth_date="1950"))
    plans = [f"/office/plans/{plan.pk}/{rest}" for rest in ("", "people/", "people/?show=unserved", "publish/")]
    campaigns = [f"/office/campaigns/{campaign.pk}/", f"/office/campaigns/{campaign.pk}/plan/"]
    sessions = [f"/office/sessions/{rest}" for rest in ("", "new/", f"{session.pk}/", f"{session.pk}/cancel/")]
    lists = [f"/office/lists/{rest}" for rest in ("", "upload/", f"{batch.pk}/")]
    coverage = [f"/office/coverage/{rest}" for rest in ("", "?group_by=day", "?group_by=group")]
    everything = ["/office/", *campaigns, "/office/plans/", *plans, *sessions, *lists, *coverage]
    visit(everything, member_of_staff(day.official))
