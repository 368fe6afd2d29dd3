"""Components say and link what they should, and escape what people typed."""

import datetime as dt
import re
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

from hssk.forms import VietnameseDateField
from hssk.look.states import STATES, look_of

NASTY = "Xã <script>alert(1)</script> & Co"


class Sample(forms.Form):
    """One field of each shape."""

    full_name = forms.CharField(label="Họ và tên", help_text="Như trên giấy tờ")
    document = forms.CharField(label="CCCD")
    born_on = VietnameseDateField(label="Ngày sinh")
    sex = forms.ChoiceField(label="Giới tính", choices=[("f", "Nữ"), ("m", "Nam")], widget=forms.RadioSelect)
    shift = forms.ChoiceField(label="Buổi", choices=[("", "–"), ("s", "Sáng")], required=False)
    consent = forms.BooleanField(label="Tôi đồng ý")


def rendered(text: str, request: Any = None, **context: Any) -> str:
    """A piece of template with our tags, white space squeezed."""
    found = engines["django"].from_string("{% load i18n hssk %}" + text).render(context, request)
    return re.sub(r"\s+", " ", found)


def test_every_error_links_to_its_field() -> None:
    page = rendered("{% error_summary form %}", form=Sample({"born_on": "31/02/2020", "full_name": "A"}))
    assert '<a href="#id_born_on">Ngày 31/02/2020 không có trong lịch.</a>' in page
    assert '<a href="#id_sex_0">Chọn giới tính.</a>' in page
    assert '<a href="#id_document">Nhập CCCD.</a>' in page
    assert "data-focus" in page
    assert "id_full_name" not in page


def test_a_form_without_errors_has_no_summary() -> None:
    assert not rendered("{% error_summary form other %}", form=Sample(), other=None).strip()


def test_errors_of_a_formset_are_listed_too() -> None:
    formset = forms.formset_factory(Sample)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-full_name": "A"}
    )
    assert '<a href="#id_form-0-sex_0">Chọn giới tính.</a>' in rendered("{% error_summary form %}", form=formset)


def test_a_field_names_its_hint_and_error() -> None:
    page = rendered("{% field form.full_name autocomplete='name' %}", form=Sample({}))
    assert '<label class="field-label" for="id_full_name">' in page
    assert 'aria-describedby="id_full_name_hint id_full_name_error"' in page
    assert 'aria-invalid="true"' in page
    assert 'autocomplete="name"' in page
    assert 'id="id_full_name_error"' in page
    assert "(không bắt buộc)" not in page


def test_choices_are_a_group_and_keep_the_answer() -> None:
    page = rendered("{% field form.sex %}", form=Sample({"sex": "m"}))
    assert "<legend" in page
    assert re.search(r'value="m" id="id_sex_1" checked', page)
    assert rendered("{% field form.shift %}", form=Sample()).count("(không bắt buộc)") == 1


def test_what_was_typed_is_kept_and_escaped() -> None:
    form = Sample({"full_name": NASTY, "born_on": "x"})
    page = rendered("{% field form.full_name %}{% field form.born_on %}", form=form)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert 'value="x"' in page


def test_bars_escape_their_labels_and_draw_with_points() -> None:
    rows = [{"label": NASTY, "value": 0.625, "href": '"><script>'}, {"label": "Xã B", "value": None}]
    page = rendered("{% bar_chart rows title target=0.5 %}", rows=rows, title=NASTY)
    assert "<script>" not in page
    assert 'width="62.50%"' in page
    assert 'x1="50.00%"' in page
    assert "62,5%" in page


def test_counts_are_measured_against_the_longest_bar() -> None:
    rows = [{"label": "A", "value": 200}, {"label": "B", "value": 50}]
    page = rendered("{% bar_chart rows 'Mũi' share=False %}", rows=rows)
    assert 'width="100.00%"' in page
    assert 'width="25.00%"' in page


def test_lines_escape_their_names_and_have_a_table() -> None:
    days = [dt.date(2026, 11, 1) + dt.timedelta(days=place) for place in range(10)]
    series = [{"label": NASTY, "values": range(0, 1000, 100)}, {"label": "Mũi 2", "values": [0] * 10}]
    page = rendered("{% line_chart days series 'Theo ngày' %}", days=days, series=series)
    assert "<script>" not in page
    assert page.count("<polyline") == 2
    assert "10/11" in page
    assert '<th scope="row">10/11/2026</th>' in page
    assert "<td>900</td>" in page


@pytest.mark.parametrize("count", [0, 1, 2])
def test_charts_of_few_or_no_days_are_drawn(count: int) -> None:
    days = [dt.date(2026, 11, 1)] * count
    series = [{"label": "A", "values": [0] * count}]
    page = rendered("{% line_chart days series 'Theo ngày' %}", days=days, series=series)
    assert ("Chưa có số liệu." in page) is (count == 0)
    assert "Chưa có số liệu." in rendered("{% bar_chart rows 'Trống' %}", rows=[])


def test_phone_screens_and_summaries_escape_their_words() -> None:
    page = rendered(
        "{% phone_screen messages number='+84912345678' %}{% summary_list rows %}{% chip 'x' state %}",
        messages=[{"text": NASTY, "encoding": "UCS-2", "parts": 2}],
        rows=[("Tên", NASTY, "/doi/")],
        state=NASTY,
    )
    assert "<script>" not in page
    assert "0912 345 678" in page
    assert f"{len(NASTY)} ký tự · 2 tin" in page


def test_states_have_word_tone_and_shape() -> None:
    for kind, states in STATES.items():
        for state, look in states.items():
            page = rendered("{% chip kind state %}", kind=kind, state=state)
            assert str(look.word) in page
            assert f"chip-{look.tone}" in page
            assert "<svg" in page
    assert look_of("registration", "unheard").word == "unheard"


def test_a_page_keeps_its_filters() -> None:
    request = RequestFactory().get("/", {"q": "Mai Châu", "page": "2"})
    page = rendered("{% pager page %}", request=request, page=Paginator(range(60), 20).page(2))
    assert 'href="?q=Mai+Ch%C3%A2u&amp;page=1"' in page
    assert "Trang 2 / 3" in page


def test_observation_turns_when_the_time_is_over() -> None:
    since = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
    tile = "{% observation 'Bùi Văn Ín' since now=now %}"
    early = rendered(tile, since=since, now=since + dt.timedelta(minutes=29, seconds=59))
    late = rendered(tile, since=since, now=since + dt.timedelta(minutes=30))
    assert "29:59" in early
    assert "is-over" not in early
    assert "is-over" in late
    assert "Theo dõi đến 08:30" in late


def test_buttons_take_any_attribute() -> None:
    page = rendered("{% button 'Gửi đăng ký' name='act' value='send' hx_get='/x' wide=True disabled=False %}")
    assert 'name="act"' in page
    assert 'hx-get="/x"' in page
    assert "disabled" not in page
    link = rendered("{% button 'Đi' href=href %}", href="/a?b=1&c=2").strip()
    assert link == '<a class="btn btn-primary" href="/a?b=1&amp;c=2">Đi</a>'


def test_notices_keep_markup_of_the_page_but_escape_values() -> None:
    page = rendered("{% notice 'warn' title=title %}<p>{{ words }}</p>{% endnotice %}", title=NASTY, words=NASTY)
    assert page.count("&lt;script&gt;") == 2
    assert "<p>" in page


def test_a_figure_shows_its_bar_and_target() -> None:
    page = rendered("{% kpi '43,1%' 'Bao phủ' share=0.431 target=0.5 change='+2' direction='up' good=True %}")
    assert 'width="43.10%"' in page
    assert "Chỉ tiêu 50%" in page
    assert "bar-short" in page
