"""What publishing would send: counted exactly, its price reckoned from a part of a large plan."""

import pytest

from notifications.texts.load import load_texts
from tests.vaccination.planning_story import Story
from vaccination.planning import preview
from vaccination.planning.preview import preview_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    load_texts()
    story = Story()
    story.session(seats=20)
    for name in ("Bùi Thị Hòa", "Bùi Văn Hiền"):
        story.waiting(name, phone="+84912345678")
    story.waiting("Hà Văn Sau", phone="+84987654321")
    story.waiting("Đinh Thị Lan", phone="")
    return story


def test_people_messages_and_those_without_a_phone_are_counted(story: Story) -> None:
    plan = story.plan()
    shown = preview_of(plan)
    assert (shown.people, shown.without_phone, shown.about) == (4, 1, False)
    # Two who share a phone are told together when they come at one time, else each.
    assert shown.messages in {2, 3}
    assert shown.parts == shown.messages
    assert shown.sample.startswith("Moi Bui")


def test_the_price_of_a_large_plan_is_reckoned_from_its_beginning(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = story.plan()
    exact = preview_of(plan)
    monkeypatch.setattr(preview, "MEASURED", 1)
    shown = preview_of(plan)
    assert shown.about
    assert (shown.people, shown.messages, shown.parts) == (exact.people, exact.messages, exact.parts)


def test_a_large_plan_is_previewed_in_few_statements(story: Story, django_assert_max_num_queries: object) -> None:
    plan = story.plan()
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        preview_of(plan)
