"""Every component of the pages, and filters for dates, numbers and masked identifiers. See docs/look.md."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from hssk.look import charts, words
from hssk.look.states import look_of

register = template.Library()
for say in (
    words.vi_date,
    words.short_date,
    words.clock,
    words.number,
    words.percent,
    words.phone_display,
    words.masked_id,
    words.masked_phone,
):
    register.filter(say.__name__, say)


def attributes(given: Mapping[str, Any]) -> dict[str, Any]:
    """HTML attributes from template keywords: hx_get becomes hx-get; false ones are left out."""
    return {name.rstrip("_").replace("_", "-"): value for name, value in given.items() if value not in (None, False)}


@register.inclusion_tag("components/button.html")
def button(text: Any, kind: str = "primary", href: str = "", type: str = "submit", **attrs: Any) -> dict[str, Any]:
    """A button, or with `href` a link that looks like one. Kinds: primary, secondary, danger, quiet."""
    wide = attrs.pop("wide", False)
    return {"text": text, "kind": kind, "href": href, "type": type, "wide": wide, "attrs": attributes(attrs)}


def said(bound: BoundField) -> list[Any]:
    """Errors of a field; "this field is required" becomes what to do: Nhập họ và tên."""
    plain = forms.Field.default_error_messages["required"]
    return [
        missing(bound) if error.code == "required" and error.message == plain else message
        for error, message in zip(bound.errors.as_data(), bound.errors, strict=True)
    ]


def missing(bound: BoundField) -> str:
    """What to do about an empty field, in the words of its label."""
    label = str(bound.label or "")
    name = label[:1].lower() + label[1:] if label[1:2].islower() else label
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return gettext("Đánh dấu vào ô này để tiếp tục.")
    choose = isinstance(bound.field.widget, (*CHOICES, forms.Select))
    return (gettext("Chọn %(name)s.") if choose else gettext("Nhập %(name)s.")) % {"name": name}


CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def first_control(bound: BoundField) -> str:
    """Id of the control that the label and the error summary lead to."""
    return f"{bound.auto_id}_0" if isinstance(bound.field.widget, CHOICES) else bound.id_for_label


def control(bound: BoundField, describedby: str, attrs: Mapping[str, Any]) -> SafeString:
    """The form control itself, with Bootstrap's class and the ids that describe it."""
    widget = bound.field.widget
    kinds = {forms.CheckboxInput: "form-check-input", forms.Select: "form-select"}
    css = next((css for kind, css in kinds.items() if isinstance(widget, kind)), "form-control")
    given = {"class": f"{css} {widget.attrs.get('class', '')} {attrs.get('class', '')}".strip()}
    if describedby:
        given["aria-describedby"] = describedby
    if bound.errors:
        given["aria-invalid"] = "true"
    return bound.as_widget(attrs={**attrs, **given})


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, hint: Any = "", label: Any = "", **attrs: Any) -> dict[str, Any]:
    """A form field: label above, hint, error and control; knows radios, checkboxes, dates and files."""
    widget, hint = bound.field.widget, hint or bound.help_text
    ids = [f"{bound.auto_id}_hint" if hint else "", f"{bound.auto_id}_error" if bound.errors else ""]
    describedby = " ".join(filter(None, ids))
    given = attributes(attrs)
    inline = given.pop("inline", False)
    shape = "choices" if isinstance(widget, CHOICES) else "tick" if isinstance(widget, forms.CheckboxInput) else "box"
    return {
        "field": bound,
        "shape": shape,
        "hint": hint,
        "label": label or bound.label,
        "describedby": describedby,
        "errors": said(bound),
        "inline": inline,
        "optional": not bound.field.required,
        "choice_hints": getattr(bound.field, "choice_hints", {}),
        "control": "" if shape == "choices" else control(bound, describedby, given),
        "choice_type": "checkbox" if isinstance(widget, forms.CheckboxSelectMultiple) else "radio",
    }


@register.filter
def lookup(mapping: Any, key: Any) -> Any:
    """A value of a mapping by a key held in a variable."""
    return mapping.get(key, "") if isinstance(mapping, Mapping) else ""


@register.inclusion_tag("components/error_summary.html")
def error_summary(*given: Any) -> dict[str, Any]:
    """All errors of the forms and formsets, each a link to its field. Takes the focus when shown."""
    found: list[tuple[str, str]] = []
    for form in filter(None, given):
        overall = form.non_form_errors() if hasattr(form, "non_form_errors") else form.non_field_errors()
        found += [("", message) for message in overall]
        members = form.forms if hasattr(form, "forms") else [form]
        for member in members:
            found += [("", message) for message in member.non_field_errors() if member is not form]
            found += [(first_control(bound), message) for bound in member for message in said(bound)]
    return {"found": list(dict.fromkeys(found))}


@register.inclusion_tag("components/area_picker.html")
def area_picker(province: BoundField, commune: BoundField, url: str = "", **labels: Any) -> dict[str, Any]:
    """Province by list, commune by typing; `url` answers suggestions, without script plain text is sent."""
    return {"province": province, "commune": commune, "url": url, **labels}


@register.inclusion_tag("components/chip.html")
def chip(kind: str, state: Any, word: Any = "") -> dict[str, Any]:
    """A state as word, shape and colour; `kind` is registration, appointment, message, …"""
    look = look_of(kind, state)
    return {"word": word or look.word, "tone": look.tone, "shape": look.shape}


@register.inclusion_tag("components/person_card.html")
def person_card(name: Any, **given: Any) -> dict[str, Any]:
    """A person: `facts` (list of words), `kind`+`state` for a chip, `message`, `href`, `action`, `more`."""
    return {"name": name, **given}


@register.inclusion_tag("components/task_list.html")
def task_list(tasks: Iterable[Any]) -> dict[str, Any]:
    """Steps to do, each {title, href, state: done|now|todo|blocked, hint}."""
    return {"tasks": tasks}


@register.inclusion_tag("components/summary_list.html")
def summary_list(rows: Iterable[Any]) -> dict[str, Any]:
    """Answers to check, each {label, value, change (address, optional)} or a tuple of these."""
    names = ("label", "value", "change")
    return {"rows": [row if isinstance(row, Mapping) else dict(zip(names, row, strict=False)) for row in rows]}


@register.inclusion_tag("components/timeline.html")
def timeline(events: Iterable[Any]) -> dict[str, Any]:
    """What happened, newest or oldest first as given: {at, title, text, by, tone}."""
    return {"events": events}


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: Any = "", role: str = "") -> SafeString:
    """A box that must be read. Kinds: info, good, warn, danger."""
    return render_to_string("components/notice.html", {"content": content, "kind": kind, "title": title, "role": role})


@register.simple_block_tag
def confirmation(content: str, title: Any, number: Any = "", number_label: Any = "") -> SafeString:
    """The panel after something was done, with the number to keep."""
    found = {"content": content, "title": title, "number": number, "number_label": number_label}
    return render_to_string("components/confirmation.html", found)


@register.inclusion_tag("components/table.html")
def table(headers: Sequence[Any], rows: Iterable[Sequence[Any]], caption: Any = "", **given: Any) -> dict[str, Any]:
    """A table of ready words; cards on a phone. `numeric` names columns ("3,4") set to the right."""
    numeric = {int(place) for place in str(given.pop("numeric", "")).split(",") if place.strip()}
    columns = [(header, place in numeric) for place, header in enumerate(headers, start=1)]
    cells = [[(value, *columns[place]) for place, value in enumerate(row)] for row in rows]
    return {"columns": columns, "rows": cells, "caption": caption, **given}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: template.Context, page: Any, name: str = "page") -> dict[str, Any]:
    """Previous and next of a Django page; filters in the address stay."""
    request = context.get("request")

    def address(to: int) -> str:
        query = request.GET.copy() if request else QueryDict(mutable=True)
        query[name] = str(to)
        return f"?{query.urlencode()}"

    before = address(page.previous_page_number()) if page.has_previous() else ""
    after = address(page.next_page_number()) if page.has_next() else ""
    return {"page": page, "before": before, "after": after}


@register.inclusion_tag("components/empty.html")
def empty(title: Any, text: Any = "", href: str = "", action: Any = "") -> dict[str, Any]:
    """Says what will be here and what to do."""
    return {"title": title, "text": text, "href": href, "action": action}


@register.inclusion_tag("components/progress.html")
def progress(done: Any, total: Any, label: Any = "", kind: str = "bar") -> dict[str, Any]:
    """How far: kind "bar" for work, "steps" for pages of a wizard ("Bước 3 / 9")."""
    return {"done": done or 0, "total": total or 0, "label": label, "kind": kind}


@register.inclusion_tag("components/kpi.html")
def kpi(value: Any, label: Any, **given: Any) -> dict[str, Any]:
    """One figure: `change` with `direction` (up, down, flat) and `good`; `share` with `target` (0 to 1); `href`."""
    share, target = charts.decimal(given.get("share")), charts.decimal(given.get("target"))
    bar = charts.bars([{"label": "", "value": share}], target=target) if share is not None else None
    return {"value": value, "label": label, "bar": bar, "target_value": target, **given}


@register.simple_block_tag
def chart_frame(
    content: str, title: Any, headers: Sequence[Any] = (), rows: Iterable[Any] = (), **given: Any
) -> SafeString:
    """A chart with its title, its figures as a table in <details>, and a download."""
    found = {"content": content, "title": title, "headers": headers, "rows": rows, **given}
    return render_to_string("components/chart_frame.html", found)


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(rows: Iterable[Any], title: Any, **given: Any) -> dict[str, Any]:
    """Horizontal bars of {label, value, href, note}; `target` draws a line; `share=False` for counts."""
    drawn = charts.bars(rows, target=given.pop("target", None), share=given.pop("share", True))
    listed = [(bar.label, bar.value, bar.note) for bar in drawn.bars]
    return {"chart": drawn, "title": title, "rows": listed, **given}


@register.inclusion_tag("components/line_chart.html")
def line_chart(days: Sequence[Any], series: Sequence[Any], title: Any, **given: Any) -> dict[str, Any]:
    """Counts by day: `series` of {label, values}; at most three lines, told apart by dashes and names."""
    drawn = charts.lines(list(days), series)
    names = [line.label for line in drawn.lines]
    rows = [(day, *values) for day, values in drawn.table]
    return {"chart": drawn, "title": title, "rows": rows, "names": names, "headers": [gettext("Ngày"), *names], **given}


@register.inclusion_tag("components/phone_screen.html")
def phone_screen(messages: Iterable[Any], number: Any = "", *, facts: bool = True) -> dict[str, Any]:
    """A phone with its messages: {text, sent_at, encoding, parts, state}; `facts` of sending are not for citizens."""
    return {"messages": messages, "number": number, "facts": facts}


@register.inclusion_tag("components/observation.html")
def observation(name: Any, since: dt.datetime, minutes: int = 30, **given: Any) -> dict[str, Any]:
    """A tile that counts up and turns when the minutes are over; without script it shows the end time."""
    now = given.pop("now", None) or timezone.now()
    passed = max(int((now - since).total_seconds()), 0)
    return {
        "name": name,
        "since": since,
        "minutes": minutes,
        "now": now,
        "over": passed >= minutes * 60,
        "ends": since + dt.timedelta(minutes=minutes),
        "passed": f"{passed // 60:02}:{passed % 60:02}",
        **given,
    }


@register.inclusion_tag("components/nav_link.html", takes_context=True)
def nav_link(context: template.Context, name: str, text: Any, needs: str = "", under: str = "") -> dict[str, Any]:
    """A link of the staff menu, only for those who may do what it `needs`; `under` it lie other pages, too."""
    request = context.get("request")
    try:
        href = reverse(name)
    except NoReverseMatch:
        return {}
    if needs and needs not in (context.get("may") or ()):
        return {}
    path = request.path if request else ""
    # A front page such as /office/ is not "here" on every page below it.
    here = path == href or (path.startswith(under or href) and (under or href.count("/") > 2))
    return {"href": href, "text": text, "here": here}
