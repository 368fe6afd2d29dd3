"""What load balancers and Prometheus are told."""

from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection

from hssk import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_workers():
    health.broker().delete(health.HEARTBEATS)
    yield
    health.broker().delete(health.HEARTBEATS)


@pytest.fixture
def worker():
    heart = SimpleNamespace(eventer=SimpleNamespace(hostname="celery@test"))
    health.worker_is_alive(heart)
    return SimpleNamespace(hostname="celery@test")


@pytest.fixture
def lost_broker(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    health.broker.cache_clear()
    yield
    health.broker.cache_clear()


def test_healthz_says_the_process_answers(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"status": "ok"}


def test_readyz_is_ready_when_every_part_answers(client, worker):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "database": "ok", "broker": "ok", "workers": "ok"}
    assert "no-store" in answer["Cache-Control"]


def test_readyz_waits_for_a_worker(client):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "database": "ok", "broker": "ok", "workers": "down"}


def test_a_worker_that_left_is_not_counted(client, worker):
    health.worker_left(worker)
    assert client.get("/readyz").json()["workers"] == "down"


def test_a_worker_that_fell_silent_is_not_counted(client, worker, monkeypatch):
    monkeypatch.setattr(health, "SILENT_AFTER_SECONDS", -1)
    assert client.get("/readyz").json()["workers"] == "down"


def test_readyz_names_a_lost_broker(client, lost_broker):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "database": "ok", "broker": "down", "workers": "down"}


def test_a_worker_works_on_without_a_broker(lost_broker):
    health.worker_is_alive(SimpleNamespace(eventer=SimpleNamespace(hostname="celery@test")))
    health.worker_left(SimpleNamespace(hostname="celery@test"))


def test_readyz_names_a_lost_database(client, worker, monkeypatch):
    def refuse() -> None:
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "database": "down", "broker": "ok", "workers": "ok"}


def test_metrics_count_requests_by_route(client):
    client.get("/healthz")
    text = client.get("/metrics").content.decode()
    assert 'hssk_requests_total{method="GET",route="healthz",status="200"}' in text
    assert 'hssk_tasks_waiting{queue="messages"} 0.0' in text


def test_metrics_hold_no_address_that_was_asked_for(client):
    client.get("/no/such/page/0912345678")
    assert "0912345678" not in client.get("/metrics").content.decode()


def test_metrics_answer_without_a_broker(client, lost_broker):
    assert "hssk_broker_up 0.0" in client.get("/metrics").content.decode()


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_health_is_only_read(client, path):
    assert client.post(path).status_code == 405
