"""`manage.py rotate_certificate_key [--file PATH] [--withdraw-old]`"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hssk.audit.record import SYSTEM
from vaccination.certificates.rotate import rotate_key


class Command(BaseCommand):
    """Thin: the work is in vaccination/certificates/rotate.py."""

    help = "Make a new key that signs certificates. What the old one signed stays valid."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", default="", help="where to write it (CERTIFICATE_KEY_FILE)")
        parser.add_argument(
            "--withdraw-old", action="store_true", help="the old key is in wrong hands: accept nothing that it signed"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        path = options["file"] or settings.CERTIFICATE_KEY_FILE
        if not path:
            message = "Name a file: --file PATH, or set CERTIFICATE_KEY_FILE."
            raise CommandError(message)
        try:
            row = rotate_key(path=Path(path), withdraw_old=options["withdraw_old"], by=SYSTEM)
        except OSError as error:
            message = f"{path}: {error.strerror}"
            raise CommandError(message) from error
        self.stdout.write(f"{path}: key {row.kid}, valid until {row.valid_to:%Y-%m-%d}")
        if settings.CERTIFICATE_KEY:
            self.stdout.write("CERTIFICATE_KEY is set and goes first: put the new key there, or unset it.")
