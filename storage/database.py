"""Opens transactions on SQLite or PostgreSQL: one way to read, one way to write."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import IntegrityError, InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session as SyncSession
from sqlalchemy.orm.exc import StaleDataError

from program.errors import Refused
from storage.one_hop import driver

Session = AsyncSession  # the name by which the other layers know it

_inside: ContextVar[bool] = ContextVar("inside a transaction", default=False)

HELD_AT_MOST = 5.0  # seconds; a frozen process would keep its locks, and everyone waiting, until it thaws

CHANGED_MEANWHILE = (
    "Someone else changed this a moment ago. Nothing of yours was stored: look at it again, then repeat."
)


class _Remembering(SyncSession):
    """Holds on to every row that it has read.

    SQLAlchemy itself lets go of a row that nobody uses. Saved later, it would be read anew, with another person's
    change in it, and its version would no longer show that there was one.
    """


@event.listens_for(_Remembering, "loaded_as_persistent")
def _remember(session: SyncSession, row: object) -> None:
    session.info.setdefault("rows", []).append(row)


class Nested(RuntimeError):
    """A transaction was opened inside another one: with one writing connection that would wait for itself for ever."""


class Database:
    """Two ways in, never nested and never held across a Slack call: `reading()` and `writing()`."""

    def __init__(self, url: str) -> None:
        self.url: URL = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self._writer, self._reader = _sqlite(self.url)
        else:
            self._writer = self._reader = _postgresql(self.url)
        self._write = async_sessionmaker(self._writer, expire_on_commit=False, sync_session_class=_Remembering)
        self._read = async_sessionmaker(self._reader, expire_on_commit=False, autoflush=False)
        self.has_posts = asyncio.Event()  # set after every commit that put something into the outbox

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        with _alone():
            async with self._read() as session:
                yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """Commits when the block ends, rolls back when it raises.

        Raises `Refused` where another person's change won the race for the same row.
        """
        with _alone():
            try:
                async with self._write() as session, session.begin():
                    yield session
                    await session.flush()
            except (IntegrityError, StaleDataError) as lost_a_race:
                raise Refused(CHANGED_MEANWHILE) from lost_a_race
        if session.info.get("has_posts"):
            self.has_posts.set()

    @property
    def writer(self) -> AsyncEngine:
        """For migrations and health checks."""
        return self._writer

    @property
    def engines(self) -> set[AsyncEngine]:
        return {self._writer, self._reader}

    async def close(self) -> None:
        await self._writer.dispose()
        if self._reader is not self._writer:
            await self._reader.dispose()


class _alone:  # noqa: N801 - reads as a word in `with _alone():`
    def __enter__(self) -> None:
        if _inside.get():
            raise Nested("a transaction is already open here")
        self._token = _inside.set(True)

    def __exit__(self, *_: object) -> None:
        _inside.reset(self._token)


def _postgresql(url: URL) -> AsyncEngine:
    """A transaction is a matter of milliseconds: one that stands still is of a process that does, and lets go."""
    engine = create_async_engine(url, pool_size=8, max_overflow=8, hide_parameters=True)

    @event.listens_for(engine.sync_engine, "connect")
    def _(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET idle_in_transaction_session_timeout = {round(HELD_AT_MOST * 1000)}")
        cursor.close()
        connection.commit()  # else a roll-back would take the setting back

    @event.listens_for(engine.sync_engine, "checkout")
    def _(connection: Any, _record: object, _proxy: object) -> None:
        if connection.driver_connection.is_closed():  # the driver knows it, without asking the server each time
            raise InvalidatePoolError("the server has been restarted")

    return engine


def _sqlite(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """One writing connection, a fair queue with BEGIN IMMEDIATE, and readers that cannot write."""
    common: dict[str, Any] = {"max_overflow": 0, "pool_timeout": 30, "hide_parameters": True, "module": driver()}
    writer = create_async_engine(url, pool_size=1, **common)
    reader = create_async_engine(url, pool_size=4, **common)
    for engine, extra, begin in (
        (writer, ("synchronous=FULL",), "BEGIN IMMEDIATE"),
        (reader, ("query_only=ON",), "BEGIN"),
    ):
        _configure(engine, extra, begin)
    return writer, reader


def _configure(engine: AsyncEngine, pragmas: tuple[str, ...], begin: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def _(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late to be IMMEDIATE
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "busy_timeout=10000", "foreign_keys=ON", "recursive_triggers=ON", *pragmas):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _(connection: Any) -> None:
        connection.exec_driver_sql(begin)
