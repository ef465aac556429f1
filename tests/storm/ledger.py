"""The ledger: what members did, what the database holds, and what Slack shows, held against each other."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text

from bot.running import Bot
from program.posts import SUBJECTS, Home, Kind, VoteOpened
from sandbox.reading import words
from sandbox.records import Message
from sandbox.team import Team
from templates.blocks import Message as Shown
from tests.storm.members import Deed, Outcome

TABLES = {
    "ballots": "vote:cast",
    "signatures": "sign-off:approved' OR did = 'sign-off:rejected",
    "blockers": "blocker:raise",
    "risks": "risk:raise",
    "polls WHERE closed_at IS NOT NULL": "vote:close",
}
SETTLED = {"posted", "skipped"}


@dataclass
class Ledger:
    """`faults` are lines of the ledger that do not add up; `counts` is what was compared."""

    faults: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def check(self, *, lacks: bool, what: str) -> None:
        if lacks:
            self.faults.append(what)


@dataclass(frozen=True)
class Stored:
    """What the database holds, as plain rows."""

    entries: Sequence[Mapping[str, Any]]
    posts: Sequence[Mapping[str, Any]]
    votes: Sequence[Mapping[str, Any]]
    closed: Sequence[Mapping[str, Any]]
    counts: Mapping[str, int]
    noted: Mapping[str, int]


async def draw_up(bot: Bot, team: Team, deeds: Sequence[Deed]) -> Ledger:
    ledger, stored = Ledger(), await _read(bot)
    _deeds_against_record(ledger, deeds, stored)
    _record_against_state(ledger, deeds, stored, team)
    _outbox_against_slack(ledger, stored, team)
    await _shown_against_state(ledger, bot, stored, team)
    return ledger


async def _read(bot: Bot) -> Stored:
    async with bot.services.database.reading() as session:

        async def rows(statement: str) -> list[Mapping[str, Any]]:
            return [dict(row) for row in (await session.execute(text(statement))).mappings()]

        async def count(what: str) -> int:
            return int((await session.execute(text(f"SELECT count(*) FROM {what}"))).scalar_one())

        return Stored(
            await rows("SELECT * FROM audit_entries ORDER BY chain, seq"),
            await rows("SELECT * FROM posts ORDER BY id"),
            await rows("SELECT * FROM votes"),
            await rows("SELECT id FROM polls WHERE closed_at IS NOT NULL"),
            {table: await count(table) for table in TABLES},
            {table: await count(f"audit_entries WHERE did = '{did}'") for table, did in TABLES.items()},
        )


# --- what was acknowledged is on record, once ---------------------------------------------------------------------


def _deeds_against_record(ledger: Ledger, deeds: Sequence[Deed], stored: Stored) -> None:
    became = [(entry["did"], json.dumps(entry["became"])) for entry in stored.entries]
    for deed in deeds:
        ledger.counts[f"{deed.did.rstrip(':')} {deed.outcome.value}"] += 1
        if not deed.words:
            continue
        times = sum(1 for did, after in became if did.startswith(deed.did) and deed.words in after)
        ledger.check(lacks=times > 1, what=f"doubled: {deed} is on record {times} times")
        ledger.check(lacks=deed.outcome is Outcome.ACKNOWLEDGED and not times, what=f"lost: {deed}")
        ledger.check(lacks=deed.outcome is Outcome.REFUSED and times > 0, what=f"refused, yet stored: {deed}")


def _record_against_state(ledger: Ledger, deeds: Sequence[Deed], stored: Stored, team: Team) -> None:
    """Every change has its entry and every entry its change; of votes, the last acknowledged one counts."""
    for table, count in stored.counts.items():
        ledger.counts[table] = count
        ledger.check(
            lacks=count != stored.noted[table], what=f"half-written: {count} {table}, {stored.noted[table]} noted"
        )
    _votes(ledger, deeds, stored, team)


def _votes(ledger: Ledger, deeds: Sequence[Deed], stored: Stored, team: Team) -> None:
    """Whoever was told that they voted has a vote: their last one, or one that came without an answer."""
    channels = {row["about"]["poll"]: row["slack_channel"] for row in stored.posts if row["subject"] == "VoteOpened"}
    mine: dict[tuple[str, str], list[Deed]] = defaultdict(list)
    for deed in deeds:
        if deed.did == "vote:cast" and (channel := team.find_channel(deed.where)):
            mine[channel.id, deed.by].append(deed)
    final = {(channels[str(row["poll_id"])], row["slack_user"]): row for row in stored.votes}
    for who, cast in mine.items():
        told = [deed for deed in cast if deed.outcome is Outcome.ACKNOWLEDGED]
        ledger.check(lacks=bool(told) and who not in final, what=f"lost: {who} voted, and has no vote")
        if told and who in final:
            likely = [told[-1].words, *(deed.words for deed in cast if deed.outcome is Outcome.UNKNOWN)]
            reason = final[who]["reason"] or ""
            ledger.check(lacks=reason not in likely, what=f"not the last vote of {who}: {reason!r}, told {told[-1]}")


# --- what was to be said stands in Slack, once --------------------------------------------------------------------


def _keyed(team: Team) -> dict[str, list[Message]]:
    found: dict[str, list[Message]] = defaultdict(list)
    for channel in team.channels:
        for message in team.history(channel).values():
            if message.metadata:
                found[message.metadata["event_payload"]["key"]].append(message)
    return found


def _outbox_against_slack(ledger: Ledger, stored: Stored, team: Team) -> None:
    keyed, rows = _keyed(team), {row["key"]: row for row in stored.posts}
    for key, messages in keyed.items():
        ledger.check(lacks=len(messages) > 1, what=f"doubled in Slack: {key}, {len(messages)} times")
        state = rows[key]["state"] if key in rows else "no row"
        ledger.check(lacks=state != "posted", what=f"in Slack, but {state}: {key}")
    for key, row in rows.items():
        ledger.counts[f"{row['subject']} {row['state']}"] += 1
        unsettled = row["state"] not in SETTLED
        ledger.check(lacks=unsettled, what=f"{row['state']}: {key}, {row['attempts']} attempts, {row['error']}")
        if row["state"] == "posted" and row["slack_ts"]:
            there = [message.ts for message in keyed.get(key, ()) if message.channel == row["slack_channel"]]
            ledger.check(lacks=row["slack_ts"] not in there, what=f"lost in Slack: {key}, posted as {row['slack_ts']}")


async def _shown_against_state(ledger: Ledger, bot: Bot, stored: Stored, team: Team) -> None:
    """What is kept current is current: it reads as it would if it were written now.

    A Home is written anew when it is opened; a closed poll stays as it was.
    """
    still = {VoteOpened(row["id"]).key for row in stored.closed}
    for row in stored.posts:
        subject = SUBJECTS[row["subject"]].from_json(row["about"])
        if subject.kind is not Kind.SURFACE or row["state"] != "posted":
            continue
        ledger.check(lacks=row["shown"] != row["wanted"], what=f"an older revision is shown: {row['key']}")
        if isinstance(subject, Home) or row["key"] in still:
            continue
        async with bot.services.database.reading() as session:
            now = await bot.sender.table.renders[type(subject)](
                session, bot.workspace.id, subject, bot.services.clock.now()
            )
        message = team.find_message(row["slack_channel"] or "", row["slack_ts"] or "")
        if not isinstance(now, Shown) or message is None:
            continue
        there, wanted = _without_head(message.blocks or []), _without_head(now.blocks)
        ledger.counts["surfaces"] += 1
        ledger.check(lacks=there != wanted, what=f"out of date: {row['key']} {_difference(there, wanted)}")


HEAD = re.compile(r"^The record up to here: `(.+)`$", re.MULTILINE)  # of the moment in which it was written


def _without_head(blocks: Sequence[Any]) -> str:
    return HEAD.sub("", words(blocks))


def heads(team: Team) -> list[str]:
    """The heads of the audit chains that stand in Slack, out of reach of whoever holds the database."""
    said = (words(message.blocks or []) for channel in team.channels for message in team.history(channel).values())
    return [head for each in said for head in HEAD.findall(each)]


def _difference(there: str, wanted: str) -> str:
    lines: tuple[Iterable[str], ...] = (there.splitlines(), wanted.splitlines())
    only = [sorted(set(one) - set(other)) for one, other in (lines, lines[::-1])]
    return f"shows {only[0][:3]}, should show {only[1][:3]}"
