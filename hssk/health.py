"""Is the process up, is the whole ready, and how is it doing: for load balancers, `make run` and Prometheus."""

import contextlib
import time
from functools import lru_cache
from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from hssk import measures

# Workers write the time of their last heartbeat here, every two seconds. Reading it is one round trip;
# asking the workers themselves (`celery inspect ping`) waits a second or more for whoever may still answer.
HEARTBEATS = "hssk:workers"
SILENT_AFTER_SECONDS = 30


@lru_cache(maxsize=1)
def broker() -> Any:
    """A connection to the broker that would rather fail than wait. (Its own types answer for asyncio as well.)"""
    return redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)


def worker_is_alive(sender: Any, **_: object) -> None:
    """Note a worker's heartbeat; connected to Celery's `heartbeat_sent`. A lost broker is no reason to stop working."""
    now = time.time()
    with contextlib.suppress(redis.RedisError), broker().pipeline(transaction=False) as pipe:
        pipe.zadd(HEARTBEATS, {sender.eventer.hostname: now})
        pipe.zremrangebyscore(HEARTBEATS, 0, now - 100 * SILENT_AFTER_SECONDS)
        pipe.execute()


def worker_left(sender: Any, **_: object) -> None:
    """Forget a worker that stopped in good order; connected to Celery's `worker_shutdown`."""
    with contextlib.suppress(redis.RedisError):
        broker().zrem(HEARTBEATS, sender.hostname)


def workers_alive() -> int:
    """How many workers were heard of lately; raises RedisError when the broker is away."""
    return int(broker().zcount(HEARTBEATS, time.time() - SILENT_AFTER_SECONDS, "+inf"))


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def parts() -> dict[str, bool]:
    """What the system stands on, and whether each part stands. No reasons: those are for the log, not for strangers."""
    try:
        broker_answers, workers = True, workers_alive()
    except redis.RedisError:
        broker_answers, workers = False, 0
    return {"database": database_answers(), "broker": broker_answers, "workers": workers > 0}


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """This process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Every part answers: 200, else 503 and which does not."""
    found = parts()
    ready = all(found.values())
    body = {"status": "ready" if ready else "not ready", **{part: "ok" if ok else "down" for part, ok in found.items()}}
    return JsonResponse(body, status=200 if ready else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus; none of them is about a person."""
    return HttpResponse(generate_latest(measures.registry(broker())), content_type=CONTENT_TYPE_LATEST)
