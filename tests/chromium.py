"""Which Chromium the browser tests drive. `python -m tests.chromium` says so, and installs Debian's when it may."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
MISSING = "The browser tests need Chromium: install `chromium` or Google Chrome, or name its program in CHROMIUM."


def path() -> str | None:
    """Its program, or None."""
    found = (shutil.which(name) for name in (os.environ.get("CHROMIUM", ""), *NAMES, *MAC))
    return next((program for program in found if program), None)


def may_install() -> bool:
    return os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def install() -> None:
    """Debian's package; Playwright's own download would need its servers and another set of libraries."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", "-qq", *command], env=quiet, stdout=subprocess.DEVNULL, check=False)


def main() -> int:
    if path() is None and may_install():
        sys.stdout.write("Installing Debian's chromium for the browser tests ...\n")
        sys.stdout.flush()
        install()
    if path() is None:
        sys.stderr.write(f"{MISSING}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
