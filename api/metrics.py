"""Counts for ``/metrics`` in the Prometheus text format. They hold no text and no address of a client."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Mapping

from assistant.answer import Status

TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """Counters of one server process; safe to use from every thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, int]] = Counter()
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._answers: Counter[str] = Counter({status.value: 0 for status in Status})

    def count_request(self, route: str, status: int, seconds: float) -> None:
        """Count one request; ``route`` is the pattern that matched, never the address itself."""
        with self._lock:
            self._requests[route, status] += 1
            self._seconds[route] += seconds

    def count_answer(self, status: Status) -> None:
        """Count one answer by how it ended."""
        with self._lock:
            self._answers[status.value] += 1

    def render(self) -> str:
        """Everything counted so far."""
        with self._lock:
            requests = {
                f'route="{route}",status="{code}"': str(count)
                for (route, code), count in sorted(self._requests.items())
            }
            seconds = {f'route="{route}"': f"{spent:.6f}" for route, spent in sorted(self._seconds.items())}
            answers = {f'status="{status}"': str(count) for status, count in sorted(self._answers.items())}
        return (
            _show_counter("kyodo_requests_total", "Requests by route and status.", requests)
            + _show_counter("kyodo_request_seconds_total", "Seconds spent by route.", seconds)
            + _show_counter("kyodo_answers_total", "Answers by status.", answers)
        )


def _show_counter(name: str, meaning: str, values: Mapping[str, str]) -> str:
    lines = [f"# HELP {name} {meaning}", f"# TYPE {name} counter"]
    lines += [f"{name}{{{labels}}} {value}" for labels, value in values.items()]
    return "\n".join(lines) + "\n"
