"""A real Celery worker, broker and database: from the request for a code to the phone."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection, transaction

from notifications.gateways.models import PhoneScreen
from notifications.outbox.enqueue import Draft, enqueue
from notifications.outbox.models import Message
from notifications.texts.load import load_texts
from registration.sign_in.codes import request_code
from registration.sign_in.messages import CODE
from tests.waiting import eventually

pytestmark = pytest.mark.django_db(transaction=True)


def address_of_test_database() -> str:
    """DATABASE_URL of the database that this test writes to."""
    database = connection.settings_dict
    login = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}@" if database["USER"] else ""
    host = quote(str(database["HOST"]), safe="")
    port = f"&port={database['PORT']}" if database["PORT"] else ""
    return f"postgres://{login}/{database['NAME']}?host={host}{port}"


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A Celery worker on this test's database and queue."""
    env = os.environ | {
        "DATABASE_URL": address_of_test_database(),
        "REDIS_URL": settings.REDIS_URL,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    command = [sys.executable, "-m", "celery", "-A", "hssk.celery", "worker", "--pool=solo"]
    with (
        (tmp_path / "worker.log").open("w") as log,
        subprocess.Popen(command, env=env, stdout=log, stderr=log) as started,
    ):
        yield started
        started.terminate()
    print((tmp_path / "worker.log").read_text())  # noqa: T201  pytest shows it when the test fails


def test_a_code_reaches_the_phone_at_once_and_leaves_no_trace(worker: subprocess.Popen[bytes]) -> None:
    load_texts()
    request_code(phone="0912 345 678", address="127.0.0.1")
    screen = eventually(lambda: PhoneScreen.objects.filter(to_phone="+84912345678").first(), within=40)
    assert "la ma xac thuc HSSK" in screen.text
    message = eventually(lambda: Message.objects.filter(state="sent").first(), within=10)
    assert (message.text, message.values) == ("", {})


def test_one_task_sends_many(worker: subprocess.Popen[bytes]) -> None:
    load_texts()
    values = {"code": "482913", "minutes": 5}
    with transaction.atomic():
        for number in range(250):
            enqueue(Draft(CODE.name, "+84912345678", f"test:{number}", uuid.uuid4(), values))
    eventually(lambda: Message.objects.filter(state="sent").count() == 250, within=40)
    assert PhoneScreen.objects.count() == 250
