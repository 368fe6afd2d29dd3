"""`manage.py load_registration`: questions, consent texts and ethnic groups. Safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand

from registration.campaigns.load import load_questions_and_consent
from registration.people.load import load_ethnic_groups


class Command(BaseCommand):
    """Load what registration needs before people come."""

    help = "Load the declaration questions, consent texts and ethnic groups that ship with the system."

    def handle(self, *args: Any, **options: Any) -> None:
        new = load_questions_and_consent() + load_ethnic_groups()
        self.stdout.write(f"{new} new rows of policy")
