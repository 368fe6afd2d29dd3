"""Sign-ins of the demo campaign. They are invented, public, and made only by `manage.py demo`."""

DEMO_PREFIX = "demo."
DEMO_PASSWORD = "demo-suc-khoe-2026"  # noqa: S105  printed by `make run`
