"""Settings, read from the environment; defaults suit `make run` on one machine."""

import importlib.util
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from kombu import Queue

from hssk import data_folder

ROOT = Path(__file__).resolve().parent.parent
DATA_DIR = data_folder.place()
DEBUG = os.environ.get("DEBUG", "0") == "1"
DEMO = os.environ.get("HSSK_DEMO", "0") == "1"
INSECURE_SECRET = "insecure-development-secret-change-me"  # noqa: S105  refused below unless DEBUG


def secret(name: str) -> str:
    """A secret from the environment; a development value only when DEBUG is on."""
    value = os.environ.get(name) or INSECURE_SECRET
    if DEBUG or value != INSECURE_SECRET:
        return value
    message = f"Set {name} to a secret of your own (DEBUG is off, so no default is used)."
    raise ImproperlyConfigured(message)


def database(url: str) -> dict[str, object]:
    """Django's database settings from a postgres:// address; a `host` query names a socket folder."""
    parts = urlsplit(url)
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "hssk",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        # Connections are kept for a minute: opening one costs more than most of our statements.
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


SECRET_KEY = secret("SECRET_KEY")
# Seals identity numbers and health answers, and keys their search columns; see hssk/crypto.py.
FIELD_KEY = secret("FIELD_KEY")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_htmx",
    "phonenumber_field",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "hssk",
    "notifications",
    "registration",
    "vaccination",
]
MIDDLEWARE = [
    "hssk.measures.measured",
    "hssk.protection.protection",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "registration.sign_in.middleware.citizen_middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "hssk.urls"
WSGI_APPLICATION = "hssk.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hssk.site.page_context",
            ],
        },
    },
]

# Without addresses of their own, commands reach the services of the `make run` that goes on beside them.
running = data_folder.addresses(DATA_DIR) | os.environ
DATABASES = {"default": database(running.get("DATABASE_URL", "postgres://localhost/hssk"))}
REDIS_URL = running.get("REDIS_URL", "redis://localhost:6379/0")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "hssk.User"
LOGIN_URL = "accounts:sign_in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("HTTPS", "0") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None
# For a year browsers come by HTTPS only; said over HTTPS only.
SECURE_HSTS_SECONDS = int(os.environ.get("HSTS_SECONDS", str(365 * 24 * 60 * 60))) if SESSION_COOKIE_SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
# What was done to whom is told once, from the server's own store: a cookie would carry the name about.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "hssk.site.csrf_failure"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["hssk.formats"]

STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", ROOT / "staticfiles"))
_bootstrap = importlib.util.find_spec("bootstrap")
STATICFILES_DIRS = [
    ROOT / "static",
    # Bootstrap's files stay inside its package.
    ("bootstrap", Path(next(iter(_bootstrap.submodule_search_locations))) / "css"),  # type: ignore[union-attr,arg-type]
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
MAX_UPLOAD_BYTES = 10 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

PHONENUMBER_DEFAULT_REGION = "VN"
PHONENUMBER_DB_FORMAT = "E164"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["hssk.accounts.tokens.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["hssk.accounts.access.StaffOnly"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["hssk.api.parsing.SayableJSON"],
    "DEFAULT_PAGINATION_CLASS": "hssk.api.paging.ByCursor",
    "DEFAULT_SCHEMA_CLASS": "hssk.api.schema.Described",
    "EXCEPTION_HANDLER": "hssk.api.problems.problem_details",
    "PAGE_SIZE": 50,
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "HSSK",
    "DESCRIPTION": "Sổ sức khỏe điện tử: register, plan, tell, vaccinate, keep the record, see coverage.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    # Fields called alike in several rooms: each set of choices under a name of its own.
    "ENUM_NAME_OVERRIDES": {
        "RegistrationState": "registration.registrations.states.State",
        "ListState": "registration.imports.models.BatchState",
        "ListRowState": "registration.imports.models.RowState",
        "AppointmentState": "vaccination.planning.states.State",
        "PlanState": "vaccination.planning.models.PlanState",
        "SessionState": "vaccination.sessions.models.SessionState",
        "MessageState": "notifications.outbox.models.State",
        "DoseKind": "vaccination.schedules.models.DoseKind",
        "DocumentKind": "registration.people.models.DocumentKind",
        "FacilityKind": "vaccination.facilities.models.FacilityKind",
        "AreaKind": "hssk.areas.models.Kind",
        "CannotComeReason": "vaccination.planning.answer.CannotCome",
        "UnservedReason": "vaccination.planning.reasons.Reason",
        "ScreeningConsequence": "vaccination.schedules.models.Consequence",
    },
}

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = "json"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# If the broker is gone, a request must not hang on it: the sweep finds the row later.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_connect_timeout": 2, "socket_timeout": 5}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")
CELERY_TASK_DEFAULT_QUEUE = "default"
# Messages have a queue of their own, so that no long task keeps a one-time code waiting. Each queue has its own
# key: without one both would take the default's, and every task would be done twice.
CELERY_TASK_ROUTES = {"notifications.*": {"queue": "messages"}}
CELERY_TASK_QUEUES = [Queue(name, routing_key=name) for name in ("default", "messages")]
# A task routed to a queue that no worker watches would wait for ever, so it is refused.
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_BEAT_SCHEDULE = {
    "deliver-waiting-messages": {"task": "notifications.deliver_waiting", "schedule": 2.0},
    "sweep-forgotten-messages": {"task": "notifications.sweep", "schedule": 60.0},
    "fold-counts": {"task": "vaccination.fold_counts", "schedule": 30.0},
    "mark-missed-appointments": {"task": "vaccination.mark_missed", "schedule": crontab(hour=20, minute=0)},
}

# Which gateway sends text messages: "development" keeps them as phone screens, "null" drops them (bench).
SMS_GATEWAY = os.environ.get("SMS_GATEWAY", "development" if DEBUG or DEMO else "null")
# Vietnamese text messages with diacritics cost up to three times as much; see notifications/texts.
SMS_DIACRITICS = os.environ.get("SMS_DIACRITICS", "0") == "1"
SITE_URL = os.environ.get("SITE_URL", "http://localhost:8000")
HOTLINE = os.environ.get("HOTLINE", "1900 9095")

# Policy of signing in by code (domain: 6 digits, 5 minutes, 5 tries, then a wait).
CODE_MINUTES = 5
CODE_TRIES = 5
CODES_PER_PHONE_PER_HOUR = int(os.environ.get("CODES_PER_PHONE_PER_HOUR", "5"))
CODES_PER_ADDRESS_PER_HOUR = int(os.environ.get("CODES_PER_ADDRESS_PER_HOUR", "60"))
PERSONS_PER_PHONE = 10

# Certificates. The private key is a PEM text in the environment, or a file that only its owner may read; without
# either nothing is certified. DEBUG makes itself a key. See docs/certificates.md.
CERTIFICATE_KEY = os.environ.get("CERTIFICATE_KEY", "")
CERTIFICATE_KEY_FILE = os.environ.get("CERTIFICATE_KEY_FILE", str(DATA_DIR / "certificate-key.pem") if DEBUG else "")
CERTIFICATE_KEY_MADE_WHEN_MISSING = DEBUG and "CERTIFICATE_KEY_FILE" not in os.environ
# As signed into every certificate: who certifies. Invented people are certified by nobody.
CERTIFICATE_ISSUER = os.environ.get("CERTIFICATE_ISSUER", "HSSK demo" if DEMO else "Ministry of Health of Viet Nam")
# Time to notice a slip before a dose is certified.
CERTIFICATE_GRACE_HOURS = int(os.environ.get("CERTIFICATE_GRACE_HOURS", "2"))
# Decision 5772: a certificate lasts twelve months, then another is made.
CERTIFICATE_MONTHS = 12
# A card turns green so many days after the last dose of the basic series.
CERTIFICATE_GREEN_AFTER_DAYS = int(os.environ.get("CERTIFICATE_GREEN_AFTER_DAYS", "0"))
# Photos of a QR that one network address may have read in an hour; each costs half a second of work.
PHOTOS_PER_ADDRESS_PER_HOUR = int(os.environ.get("PHOTOS_PER_ADDRESS_PER_HOUR", "120"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "hssk.logs.Discreet", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Django's own handler, which DEBUG turns on, is less discreet than ours.
    "loggers": {"django": {"handlers": [], "level": os.environ.get("LOG_LEVEL", "WARNING")}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
