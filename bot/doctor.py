"""Looks at everything that the bot depends on, and says how to mend what is wrong."""

import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import aiohttp
import yaml
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.settings import LocalSettings, Settings, Unusable, load
from playbook.loader import PlaybookError
from playbook.loader import load as load_playbook
from storage import schema
from storage.database import Database

MOST_SKEW = 30  # seconds; from 300 on, every request that Slack signs is refused
TIMEOUT = 10  # seconds


@dataclass(frozen=True)
class Finding:
    ok: bool
    what: str
    said: str

    def __str__(self) -> str:
        return f"{'ok' if self.ok else 'mend':<6}{self.what}: {self.said}"


def _fine(what: str, said: str) -> Finding:
    return Finding(ok=True, what=what, said=said)


def _wrong(what: str, said: str) -> Finding:
    return Finding(ok=False, what=what, said=said)


async def examine(manifest: Path) -> list[Finding]:
    try:
        settings: LocalSettings = load(Settings)
    except Unusable as unusable:
        wrong = [_setting(line) for line in str(unusable).splitlines()]
        try:
            settings = load(LocalSettings)
        except Unusable:
            return wrong
    else:
        wrong = []
    slack = await _slack(settings, manifest) if isinstance(settings, Settings) else []
    return [*wrong, *slack, await database(settings.database_url), playbook(settings.pilot_playbook)]


async def database(url: str) -> Finding:
    """Whether the bot could start on this database."""
    if (file := _file(url)) and not file.exists():  # SQLite would create it on the first look
        return _wrong("database", f"{file} does not exist yet: run `pilot migrate`.")
    if reason := await out_of_reach(url):
        return _wrong("database", reason)
    used = Database(url)
    async with used.reading() as session:
        revision = await schema.revision(session)
    async with used.reading() as session:  # a new one: PostgreSQL says no more after an error
        is_served = await schema.serves(session)
    await used.close()
    if not is_served:
        at = f"at {revision}" if revision else "empty"
        return _wrong("database", f"it is {at}, and this version needs {schema.HEAD}: run `pilot migrate`.")
    newer = "" if revision == schema.HEAD else f", which is newer than this version's {schema.HEAD} and serves it too"
    return _fine("database", f"reached, at {revision}{newer}.")


async def out_of_reach(url: str) -> str | None:
    """Why the database does not answer, and what to do; `None`: it does."""
    try:
        if file := _file(url):
            _look_into(file)
        else:
            await _look_at(url)
    except (OSError, sqlite3.Error, SQLAlchemyError, ValueError, TypeError) as error:  # the last two: a strange address
        said = str(error.orig if isinstance(error, DBAPIError) and error.orig else error)
        reason = said.strip().partition("\n")[0]
        return f"it cannot be reached ({reason}): check DATABASE_URL, and that the database is running."
    return None


def _file(url: str) -> Path | None:
    scheme, _, file = url.partition(":///")
    return Path(file) if scheme.startswith("sqlite") else None


def _look_into(file: Path) -> None:
    # Not by aiosqlite, whose thread outlives the event loop when it cannot open a file, and says so with a traceback.
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA schema_version")


async def _look_at(url: str) -> None:
    used = Database(url)
    try:
        async with used.reading() as session:
            await session.execute(text("SELECT 1"))
    finally:
        await used.close()


def playbook(path: Path | None) -> Finding:
    try:
        used = load_playbook(path)
    except PlaybookError as error:
        more = f" And {len(error.problems) - 1} more: run `pilot playbook check`." if len(error.problems) > 1 else ""
        return _wrong("playbook", f"{error.problems[0]}{more}")
    return _fine("playbook", f"{used.name}, version {used.version}.")


async def _slack(settings: Settings, manifest: Path) -> list[Finding]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT), trust_env=True) as session:
        slack = Slack(session, settings.slack_api_url)
        before = time.time()
        try:
            answer, headers = await slack.call("auth.test", settings.slack_bot_token)
        except Unanswered as reason:
            said = f"{settings.slack_api_url} does not answer as Slack does ({reason}): check network and address."
            return [_wrong("SLACK_API_URL", said)]
        now = (before + time.time()) / 2
        if not answer["ok"]:
            said = (
                f"Slack refuses it ({answer.get('error')}): install the app again and copy its “Bot User OAuth Token”."
            )
            return [_wrong("SLACK_BOT_TOKEN", said)]
        signed_in = _fine("SLACK_BOT_TOKEN", f"signed in as {answer.get('user')} in {answer.get('team')}.")
        return [signed_in, _scopes(headers, manifest), _clock(headers, now), await _transport(slack, settings)]


class Unanswered(Exception):
    """What answered, if anything did, is not Slack."""


@dataclass(frozen=True)
class Slack:
    """Plain HTTP, since slack-sdk assumes that what answers is Slack, and that is in question here."""

    session: aiohttp.ClientSession
    address: str

    async def call(self, method: str, token: SecretStr) -> tuple[dict[str, Any], Mapping[str, str]]:
        authorized = {"Authorization": f"Bearer {token.get_secret_value()}"}
        try:
            async with self.session.post(self.address + method, headers=authorized) as response:
                answer = await response.json(content_type=None)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Unanswered(str(error) or type(error).__name__) from error
        except ValueError:
            raise Unanswered(f"status {response.status}, no JSON") from None
        if not isinstance(answer, dict) or "ok" not in answer:
            raise Unanswered(f"status {response.status}, no “ok” in it")
        return answer, response.headers


def _scopes(headers: Mapping[str, str], manifest: Path) -> Finding:
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    wanted = yaml.safe_load(manifest.read_text(encoding="utf-8"))["oauth_config"]["scopes"]
    if lacking := sorted(set(wanted["bot"]) - granted):
        remedy = f"paste {manifest.name} into “App Manifest” on your app's page, then install the app again."
        return _wrong("scopes", f"{', '.join(lacking)} not granted: {remedy}")
    done_without = sorted(set(wanted.get("bot_optional", [])) - granted)
    but = f", but for the optional {', '.join(done_without)}" if done_without else ""
    return _fine("scopes", f"all granted{but}.")


def _clock(headers: Mapping[str, str], now: float) -> Finding:
    if not (date := headers.get("date")):
        return _fine("clock", "not compared, since Slack's answer bore no date.")
    skew = round(now - parsedate_to_datetime(date).timestamp())
    if abs(skew) > MOST_SKEW:
        side = "ahead of" if skew > 0 else "behind"
        return _wrong("clock", f"{abs(skew)} s {side} Slack's: let NTP set it, or signatures will be refused.")
    return _fine("clock", "within a few seconds of Slack's.")


async def _transport(slack: Slack, settings: Settings) -> Finding:
    if settings.slack_app_token is None:
        return _fine("transport", f"HTTP on port {settings.port}, by the signing secret.")
    try:
        answer, _ = await slack.call("apps.connections.open", settings.slack_app_token)
    except Unanswered as reason:
        answer = {"ok": False, "error": str(reason)}
    if not answer["ok"]:
        remedy = "make an app-level token with connections:write, and switch Socket Mode on."
        return _wrong("SLACK_APP_TOKEN", f"it opens no connection ({answer.get('error')}): {remedy}")
    return _fine("transport", "Socket Mode, and a connection can be opened.")


def _setting(line: str) -> Finding:
    name, _, said = line.partition(" ")
    return _wrong(name, f"it {said}")
