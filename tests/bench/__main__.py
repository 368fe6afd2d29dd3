"""`python -m tests.bench [name]`: figures as JSON lines. `make bench`, `make bench BENCH=dose`."""

import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"


def main(wanted: str) -> int:
    """Run one bench, or all of them."""
    django.setup()
    from tests.bench.against_bare import CALLS, measure
    from tests.bench.prepare import database, doses, registrations

    benches = {"registration": registrations, "dose": doses}
    if wanted != "all" and wanted not in benches:
        sys.stderr.write(f"There is no bench called {wanted}: {', '.join(benches)}.\n")
        return 2
    with database():
        for name, calls in benches.items():
            if wanted in {"all", name}:
                for line in measure(name, iter(calls(CALLS))):
                    sys.stdout.write(json.dumps(line) + "\n")
                    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "all"))
