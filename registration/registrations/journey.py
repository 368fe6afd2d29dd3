"""A citizen's way through the wizard: whose it is, for which campaign, what was answered."""

import uuid
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from registration.campaigns.models import Campaign
from registration.people.looked_after import looked_after
from registration.people.models import Guardianship, Relationship
from registration.registrations.draft import Answers
from registration.registrations.models import RegistrationDraft
from registration.sign_in.models import CitizenAccount

NEW = "new:"


@dataclass
class Journey:
    """What each page of the wizard needs to know of the others."""

    account: CitizenAccount
    campaign: Campaign
    draft: RegistrationDraft | None = None
    unsaved: dict[str, Answers] = field(default_factory=dict)

    @cached_property
    def people(self) -> list[Guardianship]:
        """Whom the account looks after."""
        return list(looked_after(self.account).prefetch_related(None))

    def answers(self, step: str) -> Answers | None:
        """What was typed at a step, or None; a page sent with nothing chosen on it is an answer, too."""
        kept: Any = self.draft.answers if self.draft else {}
        return self.unsaved[step] if step in self.unsaved else kept.get(step)

    @property
    def who(self) -> str:
        """Whom it is for: an id, or "new:" and a relationship; empty before the first answer."""
        return str((self.answers("who") or {}).get("who", ""))

    @property
    def is_new_person(self) -> bool:
        """Whether the person is to be added."""
        return self.who.startswith(NEW)

    @cached_property
    def held(self) -> Guardianship | None:
        """The person looked after already for whom it is."""
        if not self.who or self.is_new_person:
            return None
        return next((each for each in self.people if str(each.person_id) == self.who), None)

    @property
    def relationship(self) -> str:
        """What the person is to the citizen."""
        if self.is_new_person:
            return self.who.removeprefix(NEW)
        return self.held.relationship if self.held else ""

    @property
    def is_for_another(self) -> bool:
        """Whether the citizen answers for somebody else."""
        return self.relationship != Relationship.SELF

    @property
    def person_name(self) -> str:
        """Name of the person, as far as it was told."""
        if self.is_new_person:
            return str((self.answers("person") or {}).get("full_name", ""))
        return self.held.person.full_name if self.held else ""

    @property
    def person_id(self) -> uuid.UUID | None:
        """The person looked after already."""
        return self.held.person_id if self.held else None
