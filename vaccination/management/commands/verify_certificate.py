"""`manage.py verify_certificate --key CERT.pem [--key …] [--at 2022-01-01T00:00:00Z] < HC1.txt`"""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from vaccination.certificates.command_line import moment, trusts_in
from vaccination.certificates.verify import verify


class Command(BaseCommand):
    """Needs no database, no key of ours and no line to anywhere."""

    help = "Check a certificate from standard input against keys in PEM files; exit 0 when accepted, 1 when refused."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--key", action="append", required=True, help="a certificate or public key in PEM")
        parser.add_argument("--at", default="", help="the moment, as 2022-01-01T00:00:00Z (now)")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            trusts, at = trusts_in(options["key"]), moment(options["at"])
        except (OSError, ValueError) as error:
            raise CommandError(str(error), returncode=2) from error
        # A certificate may end in a blank; only line breaks are not of it.
        text = sys.stdin.buffer.read().decode("utf-8", "replace").strip("\r\n")
        verdicts = [verify(text, trust=trust, at=at) for trust in trusts]
        verdict = next((each for each in verdicts if each.accepted), verdicts[0])
        self.stdout.write(json.dumps({name: getattr(verdict, name) for name in ("accepted", "step", "reason")}))
        if not verdict.accepted:
            sys.exit(1)
