"""Settings of the tests: the site's own, with secrets made up and a store for each xdist worker."""

import os
import re
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("FIELD_KEY", "only-for-tests-too")
# A key for certificates that nobody can have seen: made anew for each run.
fresh = ec.generate_private_key(ec.SECP256R1())
os.environ["CERTIFICATE_KEY"] = fresh.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
worker = int(re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", "")) or -1) + 1
if "REDIS_URL" in os.environ:
    # Valkey has 16 numbered stores: workers must not see each other's counters and queues.
    os.environ["REDIS_URL"] = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{worker % 16}").geturl()

from hssk.settings import *  # noqa: E402

# Signing in is not what most tests measure.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# A kept connection of a live server's thread would keep the test database from being dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0
SMS_GATEWAY = "development"
