"""A small load generator: threads with kept connections, each taking the next prepared request."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

THREADS = 8


@dataclass(frozen=True)
class Call:
    """A POST that is ready to be sent."""

    path: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    """The server did not answer what the bench is about."""


def send(calls: Iterable[Call], port: int, threads: int = THREADS) -> float:
    """Send all and return requests per second. Raises Refused unless every answer is 201."""
    waiting, lock = iter(calls), threading.Lock()
    answers: Counter[str] = Counter()

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            with lock:
                call = next(waiting, None)
            if call is None:
                return connection.close()
            connection.request("POST", call.path, call.body, {"Content-Type": "application/json", **call.headers})
            answer = connection.getresponse()
            text = answer.read()
            with lock:
                answers["201" if answer.status == 201 else f"{answer.status} {text[:300]!r}"] += 1

    workers = [threading.Thread(target=work) for _thread in range(threads)]
    began = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    took = time.perf_counter() - began
    if set(answers) != {"201"}:
        message = f"not every answer was 201: {dict(answers.most_common(3))}"
        raise Refused(message)
    return answers["201"] / took
