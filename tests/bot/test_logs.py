"""The log says what happened, without tokens and without what people typed."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot import logs
from storage.database import Database


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    handlers = logging.root.handlers[:]
    yield
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_our_lines_and_a_librarys_have_one_form(capsys):
    logs.configure("json")

    structlog.get_logger("bot.sender").info("sent", key="weekly:2026-W48")
    logging.getLogger("asyncio").warning("Slow %s", "client")

    ours, theirs = lines(capsys)
    assert (ours["event"], ours["key"], ours["logger"], ours["level"]) == (
        "sent",
        "weekly:2026-W48",
        "bot.sender",
        "info",
    )
    assert (theirs["event"], theirs["logger"], theirs["level"]) == ("Slow client", "asyncio", "warning")


@pytest.mark.parametrize("log_format", ["json", "console"])
@pytest.mark.parametrize(
    "secret",
    ["xoxb-12-34-aBcD", "xapp-1-A1-2-f00", "xoxe.xoxb-1-MS4x", "pilot:hunter2", "commands/T1/2/aBcD"],
)
def test_no_secret_reaches_the_log(capsys, log_format, secret):
    logs.configure(log_format)
    where = {
        "pilot:hunter2": f"postgresql://{secret}@db/pilot",
        "commands/T1/2/aBcD": f"https://hooks.slack.com/{secret}",
    }
    told = where.get(secret, secret)

    structlog.get_logger().error("failed", token=told, exc_info=RuntimeError(told))

    written = capsys.readouterr().err
    assert "failed" in written
    assert "[secret]" in written
    assert secret not in written


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_a_traceback_shows_no_variables(capsys, log_format):
    logs.configure(log_format)

    def decide(typed: str) -> None:
        raise LookupError(len(typed))

    try:
        decide("our margins " + "are 3 %")
    except LookupError:
        structlog.get_logger().exception("failed", reference="ab12")

    written = capsys.readouterr().err
    assert "LookupError" in written
    assert "our margins are 3 %" not in written


async def test_a_statement_that_fails_shows_no_values(capsys, empty_database_url):
    logs.configure("json")
    database = Database(empty_database_url)
    typed = "our_margins".replace("_", " ")  # so that no line of this source says it

    try:
        async with database.writing() as session:
            await session.execute(text("INSERT INTO nowhere VALUES (:typed)"), {"typed": typed})
    except DBAPIError:
        structlog.get_logger().exception("failed")
    finally:
        await database.close()

    written = capsys.readouterr().err
    assert "INSERT INTO nowhere" in written
    assert typed not in written


async def test_bolt_does_not_print_a_request_that_nobody_handles(capsys):
    logs.configure("json")

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1")

    app = AsyncApp(authorize=authorize, request_verification_enabled=False)

    answer = await app.async_dispatch(AsyncBoltRequest(body="command=%2Fpilot&text=our+margins", mode="socket_mode"))

    assert answer.status == 404
    assert "margins" not in capsys.readouterr().err
