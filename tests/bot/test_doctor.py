"""The doctor, against a little server that answers as Slack does in good and in bad health."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot import doctor
from bot.settings import Settings
from storage.migrating import migrate

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
BOT, APP = "xoxb-good", "xapp-good"
GRANTED = (
    "app_mentions:read,bookmarks:read,bookmarks:write,channels:history,channels:join,channels:manage,channels:read,"
    "chat:write,commands,im:history,im:write,pins:write,users:read"
)

Examine = Callable[..., Awaitable[list[str]]]


class Health:
    """How this Slack is today."""

    granted = GRANTED
    ahead = timedelta()
    instead: Response | None = None

    async def auth_test(self, request: Request) -> Response:
        if self.instead:
            return self.instead
        if request.headers["authorization"] != f"Bearer {BOT}":
            return JSONResponse({"ok": False, "error": "invalid_auth"})
        date = format_datetime(datetime.now(UTC) + self.ahead, usegmt=True)
        headers = {"x-oauth-scopes": self.granted, "date": date}
        return JSONResponse({"ok": True, "user": "pilot", "team": "Acme"}, headers=headers)

    async def open_connection(self, request: Request) -> Response:
        if request.headers["authorization"] != f"Bearer {APP}":
            return JSONResponse({"ok": False, "error": "not_allowed_token_type"})
        return JSONResponse({"ok": True, "url": "wss://here"})


@asynccontextmanager
async def serving(app: Starlette) -> AsyncIterator[str]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, date_header=False, lifespan="off"))
    running = asyncio.create_task(server.serve(sockets=[listener]))
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    await running


@pytest.fixture
def health() -> Health:
    return Health()


@pytest.fixture
async def examine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, health: Health) -> AsyncIterator[Examine]:
    """The doctor's lines, with these settings on top of good ones."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    routes = [
        Route("/api/auth.test", health.auth_test, methods=["POST"]),
        Route("/api/apps.connections.open", health.open_connection, methods=["POST"]),
    ]
    async with serving(Starlette(routes=routes)) as address:

        async def look(**settings: str) -> list[str]:
            good = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP, "SLACK_API_URL": f"{address}/api"}
            for name, value in (good | settings).items():
                monkeypatch.setenv(name, value)
            return [str(finding) for finding in await doctor.examine(MANIFEST)]

        yield look


def about(what: str, lines: list[str]) -> str:
    (line,) = [line for line in lines if line[6:].startswith(what)]
    return line


async def test_all_is_well(examine, tmp_path):
    await asyncio.to_thread(migrate, f"sqlite+aiosqlite:///{tmp_path / 'pilot.db'}")

    lines = await examine()

    assert all(line.startswith("ok") for line in lines)
    assert about("SLACK_BOT_TOKEN", lines) == "ok    SLACK_BOT_TOKEN: signed in as pilot in Acme."
    assert about("scopes", lines).endswith(
        "but for the optional files:write, groups:history, groups:read, groups:write."
    )
    assert about("transport", lines) == "ok    transport: Socket Mode, and a connection can be opened."


async def test_what_is_not_set_is_said_and_the_rest_is_looked_at(examine):
    lines = await examine(SLACK_BOT_TOKEN="")

    assert about("SLACK_BOT_TOKEN", lines).startswith("mend  SLACK_BOT_TOKEN: it is missing: copy the “Bot User")
    assert about("playbook", lines).startswith("ok")


async def test_a_database_address_that_is_wrong_leaves_no_database_to_look_at(examine):
    lines = await examine(DATABASE_URL="mysql://db")

    assert about("DATABASE_URL", lines).startswith("mend  DATABASE_URL: it cannot be used: write sqlite")


async def test_a_token_that_slack_refuses(examine):
    assert about("SLACK_BOT_TOKEN", await examine(SLACK_BOT_TOKEN="xoxb-revoked")) == (
        "mend  SLACK_BOT_TOKEN: Slack refuses it (invalid_auth): "
        "install the app again and copy its “Bot User OAuth Token”."
    )


async def test_an_app_token_that_slack_refuses(examine):
    line = about("SLACK_APP_TOKEN", await examine(SLACK_APP_TOKEN="xapp-other"))

    assert line.startswith("mend  SLACK_APP_TOKEN: it opens no connection (not_allowed_token_type): make an app-level")


async def test_http_needs_no_connection(examine):
    line = about("transport", await examine(SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET="invented", PORT="3000"))

    assert line == "ok    transport: HTTP on port 3000, by the signing secret."


async def test_a_scope_of_the_manifest_that_is_not_granted(examine, health):
    health.granted = GRANTED.replace("pins:write,", "")

    assert about("scopes", await examine()) == (
        "mend  scopes: pins:write not granted: "
        "paste manifest.yml into “App Manifest” on your app's page, then install the app again."
    )


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (timedelta(minutes=7), "behind Slack's: let NTP set it, or signatures will be refused."),
        (timedelta(minutes=-7), "ahead of Slack's: let NTP set it, or signatures will be refused."),
    ],
)
async def test_a_clock_that_is_wrong(examine, health, ahead, said):
    health.ahead = ahead

    line = about("clock", await examine())

    assert line.startswith("mend  clock: 4")
    assert line.endswith(said)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (HTMLResponse("<h1>Sign in to this network</h1>"), "status 200, no JSON"),
        (PlainTextResponse("bad gateway", status_code=502), "status 502, no JSON"),
        (JSONResponse(["no", "Slack"]), "status 200, no “ok” in it"),
    ],
)
async def test_what_answers_is_not_slack(examine, health, answer, reason):
    health.instead = answer

    line = about("SLACK_API_URL", await examine())

    assert line.endswith(f"does not answer as Slack does ({reason}): check network and address.")


async def test_nothing_answers(examine):
    line = about("SLACK_API_URL", await examine(SLACK_API_URL="http://127.0.0.1:1/"))

    assert line.startswith("mend  SLACK_API_URL: http://127.0.0.1:1/ does not answer")


async def test_a_database_that_does_not_exist_yet_is_not_made_by_looking(examine, tmp_path):
    line = about("database", await examine(DATABASE_URL="sqlite:///new.db"))

    assert line == "mend  database: new.db does not exist yet: run `pilot migrate`."
    assert not (tmp_path / "new.db").exists()


async def test_a_database_that_was_never_migrated(examine, empty_database_url, tmp_path):
    (tmp_path / "pilot.db").touch()

    line = about("database", await examine(DATABASE_URL=empty_database_url))

    assert line.startswith("mend  database: it is empty, and this version needs ")
    assert line.endswith(": run `pilot migrate`.")


async def test_a_migrated_database_is_ready(examine, database_url):
    assert about("database", await examine(DATABASE_URL=database_url)).startswith("ok    database: reached, at ")


async def test_a_database_that_is_not_there(examine, postgres):
    line = about("database", await examine(DATABASE_URL=postgres.url("nowhere")))

    assert "cannot be reached" in line
    assert 'database "nowhere" does not exist' in line


async def test_a_file_that_is_no_database(examine, tmp_path):
    (tmp_path / "notes.txt").write_text("Monday: call the auditor. " * 100, encoding="utf-8")

    line = about("database", await examine(DATABASE_URL="sqlite:///notes.txt"))

    assert line.startswith("mend  database: it cannot be reached (file is not a database)")


async def test_a_server_that_is_not_there(examine):
    line = about("database", await examine(DATABASE_URL="postgresql://pilot:hunter2@127.0.0.1:1/pilot"))

    assert line.startswith("mend  database: it cannot be reached (")
    assert "hunter2" not in line


@pytest.mark.parametrize("address", ["postgresql://db:port/pilot", "postgresql://127.0.0.1/pilot?colour=blue"])
async def test_a_database_address_that_no_driver_understands(examine, address):
    assert about("database", await examine(DATABASE_URL=address)).startswith("mend  database: it cannot be reached (")


async def test_a_playbook_that_is_not_sound(examine, tmp_path):
    (tmp_path / "ours").mkdir()

    line = about("playbook", await examine(PILOT_PLAYBOOK="ours"))

    assert line.startswith("mend  playbook: ")
    assert line.endswith("run `pilot playbook check`.")
