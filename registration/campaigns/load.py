"""Loading the policy that ships with the system: questions, consent texts, and priority groups of a campaign."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from registration.campaigns.models import Campaign, ConsentText, DeclarationQuestion, PriorityGroup
from registration.campaigns.policy import forget_policy

DATA = Path(__file__).parent / "data"


def rows_of(name: str) -> Iterator[dict[str, Any]]:
    """Rows of a shipped file; an empty cell is no value."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {column: value or None for column, value in row.items()}


def load_questions_and_consent() -> int:
    """Add shipped questions and consent texts that the database does not have. Returns how many were new."""
    before = DeclarationQuestion.objects.count() + ConsentText.objects.count()
    questions = [DeclarationQuestion(**row) for row in rows_of("questions.csv")]
    DeclarationQuestion.objects.bulk_create(questions, ignore_conflicts=True)
    texts = [ConsentText(**row) for row in rows_of("consent_texts.csv")]
    ConsentText.objects.bulk_create(texts, ignore_conflicts=True)
    forget_policy()
    return DeclarationQuestion.objects.count() + ConsentText.objects.count() - before


def add_groups(campaign: Campaign) -> list[PriorityGroup]:
    """Give `campaign` the sixteen groups of Decision 3355/QĐ-BYT of 2021-07-08; those it has are kept.

    Returns all its groups by rank.
    """
    groups = [PriorityGroup(campaign=campaign, **row) for row in rows_of("groups.csv")]
    PriorityGroup.objects.bulk_create(groups, ignore_conflicts=True)
    forget_policy()
    return list(campaign.groups.all())
