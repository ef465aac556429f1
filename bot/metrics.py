"""What the bot counts and times of itself, for whoever watches it (prometheus-client)."""

import time
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.backlog import Backlog

REGISTRY = CollectorRegistry()
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)  # Slack waits three

ACK = Histogram(
    "pilot_ack_seconds", "Time until a request of Slack's was answered", ["kind"], buckets=SECONDS, registry=REGISTRY
)
CALLS = Counter("pilot_slack_calls", "Calls of Slack's Web API", ["method", "result"], registry=REGISTRY)
DATABASE = Histogram(
    "pilot_database_seconds", "Time of one statement in the database", buckets=SECONDS, registry=REGISTRY
)
OLDEST = Gauge("pilot_oldest_due_seconds", "How long the oldest due post has waited", registry=REGISTRY)
POSTS = Gauge("pilot_posts", "Rows of the outbox that are not in Slack, by state", ["state"], registry=REGISTRY)


def watch(engine: AsyncEngine) -> None:
    """Times each statement from here on."""

    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def _(_connection: Any, _cursor: Any, _statement: str, _values: Any, context: Any, _many: bool) -> None:  # noqa: FBT001
        context.begun = time.perf_counter()

    @event.listens_for(engine.sync_engine, "after_cursor_execute")
    def _(_connection: Any, _cursor: Any, _statement: str, _values: Any, context: Any, _many: bool) -> None:  # noqa: FBT001
        DATABASE.observe(time.perf_counter() - context.begun)


def told(backlog: Backlog) -> bytes:
    """All of it, with the outbox as it is now."""
    OLDEST.set(backlog.oldest)
    for state, count in backlog.counts.items():
        POSTS.labels(state).set(count)
    return generate_latest(REGISTRY)
