"""`manage.py load_reference`: all that the system needs before the first campaign. Safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand

from hssk.areas.load import load_units
from notifications.texts.load import load_texts
from registration.campaigns.load import load_questions_and_consent
from registration.people.load import load_ethnic_groups
from vaccination.certificates.load import load_product_codes
from vaccination.schedules.load import load_policy


class Command(BaseCommand):
    """Areas, questions, vaccines, rules, screening forms and message texts."""

    help = "Load administrative units, policy and texts that ship with the system; changes nothing the second time."

    def handle(self, **_options: Any) -> None:
        areas = load_units()
        self.stdout.write(f"{areas.units} administrative units, {areas.successions} successions")
        self.stdout.write(f"{load_questions_and_consent()} new declaration questions and consent texts")
        self.stdout.write(f"{load_ethnic_groups()} new ethnic groups")
        policy = load_policy()
        self.stdout.write(
            f"{policy.vaccines} vaccines, {policy.rules} dose rules, "
            f"{policy.forms} screening forms with {policy.items} questions"
        )
        self.stdout.write(f"{load_product_codes()} products with codes for certificates")
        self.stdout.write(f"{load_texts()} new message texts")
