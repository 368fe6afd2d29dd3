"""What Prometheus may read: requests by page and outcome, how long they took, and what waits in the queues."""

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import redis
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

# Pages are named by their route, never by their address: an address may hold an identifier.
# A stranger may invent methods, and each label is kept for ever.
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
REQUESTS = Counter("hssk_requests", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram("hssk_request_seconds", "Time to answer", ["route"], buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10))


def measured(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that counts and times every answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        route = request.resolver_match.route if request.resolver_match else "unknown"
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(method, route, response.status_code).inc()
        SECONDS.labels(route).observe(time.perf_counter() - began)
        return response

    return middleware


class Waiting(Collector):
    """How many tasks wait in each queue, read when asked."""

    def __init__(self, broker: Any) -> None:
        self.broker = broker

    def collect(self) -> Iterator[GaugeMetricFamily]:
        waiting = GaugeMetricFamily("hssk_tasks_waiting", "Tasks in the queue", labels=["queue"])
        up = GaugeMetricFamily("hssk_broker_up", "Whether the broker answers")
        try:
            for queue in settings.CELERY_TASK_QUEUES:
                waiting.add_metric([queue.name], self.broker.llen(queue.name))
            up.add_metric([], 1)
        except redis.RedisError:
            up.add_metric([], 0)
        yield from (waiting, up)


def registry(broker: Any) -> CollectorRegistry:
    """Everything measured; from all web processes and workers when they share PROMETHEUS_MULTIPROC_DIR."""
    shared = CollectorRegistry()
    shared.register(Waiting(broker))
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(shared)
    else:
        shared.register(REGISTRY)
    return shared
