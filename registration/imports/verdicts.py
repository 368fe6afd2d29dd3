"""What each row of a list is: new, repaired, known or failing, and why."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from registration.campaigns.models import Campaign
from registration.imports.columns import Columns
from registration.imports.known import Answer, Who, earlier_rows, find_all, registered, who_is
from registration.imports.models import RowState
from registration.imports.remarks import Remark, Weight, fails, failure, note
from registration.imports.rows import Rules, parse_row, says_something
from registration.imports.text import tidied

# Rows looked up together: the statements stay few and their lists of values bearable.
TOGETHER = 2000


@dataclass
class Verdict:
    """One row: what it said, what would be written, and what is said about it."""

    number: int
    cells: list[str]
    values: dict[str, Any] | None
    remarks: list[Remark] = field(default_factory=list)
    known: bool = False
    registration_id: uuid.UUID | None = None
    # Repeats an earlier line of the list.
    repeats: bool = False

    @property
    def state(self) -> RowState:
        """Which tab of the preview it stands in."""
        if fails(self.remarks):
            return RowState.FAILED
        if self.known:
            return RowState.KNOWN
        repaired = any(remark.weight == Weight.REPAIR for remark in self.remarks)
        return RowState.REPAIRED if repaired else RowState.NEW

    @property
    def is_waiting(self) -> bool:
        """Whether a commit would write it."""
        return self.values is not None and not self.repeats and self.registration_id is None

    def fail(self, remark: Remark) -> None:
        """Nothing of it will be written."""
        self.remarks.append(remark)
        self.values = None


def judge(columns: Columns, *, campaign: Campaign, rules: Rules) -> tuple[list[Verdict], list[int]]:
    """Verdicts of all lines about people, and the numbers of lines about nobody (totals, headings between)."""
    lines = [(number, row) for number, row in columns.sheet.rows if number >= columns.first_row]
    telling = [(number, row) for number, row in lines if says_something(columns.cells(row))]
    verdicts = [verdict_of(number, row, columns.cells(row), rules) for number, row in telling]
    mark_repeated(verdicts)
    readable = [verdict for verdict in verdicts if verdict.is_waiting]
    for start in range(0, len(readable), TOGETHER):
        mark_known(readable[start : start + TOGETHER], campaign)
    spoken = {number for number, _row in telling}
    return verdicts, [number for number, _row in lines if number not in spoken]


def verdict_of(number: int, row: Sequence[str], cells: Mapping[str, str], rules: Rules) -> Verdict:
    """A line read by itself."""
    parsed = parse_row(cells, rules)
    return Verdict(number, [tidied(text) for text in row], parsed.values, parsed.remarks)


def mark_repeated(verdicts: list[Verdict]) -> None:
    """A line that repeats another adds nothing; one that bears another's document fails."""
    readable = [verdict for verdict in verdicts if verdict.values is not None]
    for place, (earlier, differs) in earlier_rows([who(verdict) for verdict in readable]).items():
        verdict, line = readable[place], {"line": readable[earlier].number}
        if differs:
            words = _("Số giấy tờ trùng với dòng %(line)s nhưng khác họ tên, ngày sinh.") % line
            verdict.fail(failure("identity", "document_twice", words))
        else:
            verdict.known = verdict.repeats = True
            verdict.remarks.append(note("", "duplicate_row", _("Trùng với dòng %(line)s của danh sách.") % line))


def who(verdict: Verdict) -> Who:
    """The person that a readable row is about."""
    return who_is(verdict.values or {})


def mark_known(verdicts: list[Verdict], campaign: Campaign) -> None:
    """Compare with people on record, and with their registrations in the campaign."""
    answers = find_all([who(verdict) for verdict in verdicts])
    found = registered(campaign, [answer.person_id for answer in answers if answer.person_id])
    for verdict, answer in zip(verdicts, answers, strict=True):
        if answer.borrowed:
            verdict.fail(borrowed())
        elif answer.person_id:
            verdict.known = True
            verdict.registration_id = found.get(answer.person_id)
            verdict.remarks += said_of_known(answer, verdict.registration_id)


def borrowed() -> Remark:
    """The remark on a document that somebody else bears; it does not say who."""
    words = _("Số giấy tờ này đang thuộc người khác: kiểm tra lại số, họ tên và ngày sinh.")
    return failure("identity", "document_of_another", words)


def said_of_known(answer: Answer, registration_id: uuid.UUID | None) -> list[Remark]:
    """What a commit will do for a person on record."""
    if registration_id:
        said = note("", "already_registered", _("Đã đăng ký trong chiến dịch này."))
    else:
        said = note("", "known_person", _("Đã có hồ sơ; thêm đăng ký vào chiến dịch."))
    if not answer.differs:
        return [said]
    words = _("Họ tên hoặc ngày sinh khác với hồ sơ; hồ sơ được giữ nguyên.")
    return [said, note("full_name", "differs_from_record", words)]
