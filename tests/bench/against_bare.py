"""Our POST against the bare view: A B A B in one run, on one server."""

import json
import statistics
import time
import uuid
from collections.abc import Iterator
from itertools import islice

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notifications.outbox.models import Message
from tests.bench.load import Call, send
from tests.bench.stack import Stack, stack

ROUNDS = 5
OURS_A_ROUND, BARE_A_ROUND, WARM_UP, COUNTED = 300, 600, 60, 5
CALLS = ROUNDS * OURS_A_ROUND + WARM_UP + 2 * COUNTED
DRAINED_WITHIN_SECONDS = 60


def bare_calls(count: int) -> list[Call]:
    """Calls of the bare view."""
    return [Call("/bench/bare/", json.dumps(bare_body()).encode()) for _call in range(count)]


def bare_body() -> dict[str, object]:
    subject = str(uuid.uuid4())
    return {
        "verb": "bench.bare",
        "actor_kind": "system",
        "actor_id": subject,
        "subject_kind": "bench",
        "subject_id": subject,
        "person_id": subject,
        "detail": {"source": "bench"},
    }


def measure(name: str, calls: Iterator[Call]) -> list[dict[str, object]]:
    """The figures of one bench; `calls` gives at least CALLS of ours."""
    statements = statements_of(islice(calls, 2 * COUNTED))
    with stack() as running:
        send(islice(calls, WARM_UP), running.port)
        send(bare_calls(WARM_UP), running.port)
        await_sent()
        ours, bare = [], []
        for _round in range(ROUNDS):
            ours.append(one_round(running, list(islice(calls, OURS_A_ROUND))))
            bare.append(one_round(running, bare_calls(BARE_A_ROUND)))
    (our_rps, our_cpu), (bare_rps, bare_cpu) = medians(ours), medians(bare)
    return [
        figure(name, "rps_ratio_bare", our_rps / bare_rps, "ratio", our_rps, bare_rps),
        figure(name, "cpu_ratio_bare", bare_cpu / our_cpu, "ratio", our_cpu, bare_cpu),
        figure(name, "sql_per_request", statements, "statements", statements, 1),
    ]


def figure(bench: str, metric: str, value: float, unit: str, ours: float, floor: float) -> dict[str, object]:
    """A line of the report. Rates are requests per second, CPU is milliseconds per request."""
    numbers = {"value": round(value, 3), "unit": unit, "ours": round(ours, 2), "floor": round(floor, 2)}
    return {"bench": bench, "metric": metric, **numbers}


def one_round(running: Stack, calls: list[Call]) -> tuple[float, float]:
    """Requests per second, and CPU milliseconds per request with all that follows from it."""
    before = running.cpu_seconds()
    rate = send(calls, running.port)
    await_sent()
    return rate, 1000 * (running.cpu_seconds() - before) / len(calls)


def await_sent() -> None:
    """Until the worker has sent what the requests caused: its work belongs to their price, even at night."""
    waiting = Message.objects.filter(state="queued")
    waiting.update(not_before=timezone.now())
    deadline = time.monotonic() + DRAINED_WITHIN_SECONDS
    while waiting.exists():
        if time.monotonic() > deadline:
            message = "the worker does not send what waits"
            raise RuntimeError(message)
        time.sleep(0.1)


def medians(rounds: list[tuple[float, float]]) -> tuple[float, float]:
    rates, cpu = zip(*rounds, strict=True)
    return statistics.median(rates), statistics.median(cpu)


def statements_of(calls: Iterator[Call]) -> int:
    """SQL statements of one request, once what is read now and then has been read."""
    client, counts = Client(), []
    for call in calls:
        headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in call.headers.items()}
        with CaptureQueriesContext(connection) as seen:
            answer = client.post(call.path, call.body, content_type="application/json", **headers)
        if answer.status_code != 201:
            message = f"{call.path} answered {answer.status_code}: {answer.content[:300]!r}"
            raise RuntimeError(message)
        counts.append(len(seen))
    return int(statistics.median(counts[COUNTED:]))
