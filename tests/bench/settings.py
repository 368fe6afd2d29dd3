"""Settings of the benches: the site's own as in production, and one address more (bare.py)."""

import os

from hssk import data_folder

os.environ.setdefault("SECRET_KEY", "only-for-benches")
os.environ.setdefault("FIELD_KEY", "only-for-benches-too")
os.environ["DEBUG"] = "0"  # with it on, Django keeps every statement
os.environ.setdefault("SMS_GATEWAY", "null")

from hssk.settings import *

ROOT_URLCONF = "tests.bench.urls"
# Nothing static is asked for; without a folder its server warns.
STATIC_ROOT = data_folder.ROOT / "static"
# The load comes from one machine, which is no attack here.
CODES_PER_ADDRESS_PER_HOUR = 10**9
