"""Polls and votes. Casting one is a hot path: prebuilt statements, and a lock that closing waits for.

A vote holds its poll alone, as closing does. To share it among voters would let the last two overlook each other, so
that nobody closes the poll; and it would gain nothing, since the audit chain puts a program's changes in a row anyway.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Uuid, bindparam, delete, false, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.errors import Refused
from program.votes import Poll, Vote
from storage.people import AppointmentRow
from storage.programs import ProgramRow
from storage.records import columns, record
from storage.tables import Id, ProgramId, Table
from storage.upserts import prebuilt

GONE = "This vote is not there any more. `/pilot vote` shows where things stand."


class PollRow(Table):
    """One open poll a program and gate; `packet` is the evidence as it stood when the poll opened."""

    __tablename__ = "polls"
    __table_args__ = (
        Index(
            "uq_polls_open",
            "program_id",
            "gate",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_polls_due", "closed_at", "closes_at"),
    )

    id: Mapped[Id]
    program_id: Mapped[ProgramId]
    gate: Mapped[str]
    electorate: Mapped[dict[str, Any]]
    digest: Mapped[str]
    packet: Mapped[dict[str, Any]]
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    tally: Mapped[dict[str, Any] | None]
    quorum: Mapped[int] = mapped_column(server_default="0")
    hidden: Mapped[bool] = mapped_column(server_default=false())


class VoteRow(Table):
    """The answer that counts."""

    __tablename__ = "votes"

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("polls.id", ondelete="CASCADE"), primary_key=True)
    user: Mapped[str] = mapped_column("slack_user", primary_key=True)
    choice: Mapped[str]
    reason: Mapped[str | None]
    digest: Mapped[str]
    at: Mapped[datetime] = mapped_column("voted_at")
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[str | None]
    lifted_why: Mapped[str | None]


class BallotRow(Table):
    """Every answer ever given, changed ones too."""

    __tablename__ = "ballots"

    id: Mapped[Id]
    poll_id: Mapped[UUID] = mapped_column(ForeignKey("polls.id", ondelete="CASCADE"), index=True)
    user: Mapped[str] = mapped_column("slack_user")
    choice: Mapped[str]
    reason: Mapped[str | None]
    digest: Mapped[str]
    at: Mapped[datetime] = mapped_column("voted_at")


@dataclass(frozen=True, slots=True)
class Booth:
    """What one vote needs to know: the poll, its program, and what this person answered before."""

    program: UUID
    code: str
    playbook: str
    gate: str
    may_vote: bool
    closes_at: datetime
    closed: bool
    before: Vote | None
    left: int  # how many others have not voted yet
    acts_for: str | None = None  # whom this person stands in for in the program
    hidden: bool = False


async def add(session: AsyncSession, poll: Poll, packet: dict[str, object]) -> None:
    values = columns(poll, PollRow) | {"electorate": {user: list(roles) for user, roles in poll.electorate.items()}}
    session.add(PollRow(program_id=poll.program, packet=packet, **values))
    await session.flush()


async def get(session: AsyncSession, id: UUID) -> Poll:
    row = await session.get(PollRow, id)
    if row is None:
        raise Refused(GONE)
    return poll(row, await _list_votes(session, id))


async def list_polls(session: AsyncSession, program: UUID) -> tuple[Poll, ...]:
    """Oldest first, each with its votes; one statement."""
    rows = await session.execute(
        select(PollRow, VoteRow)
        .outerjoin(VoteRow, VoteRow.poll_id == PollRow.id)
        .where(PollRow.program_id == program)
        .order_by(PollRow.opened_at, VoteRow.at)
    )
    found: dict[UUID, tuple[PollRow, list[VoteRow]]] = {}
    for row, vote in rows:
        cast = found.setdefault(row.id, (row, []))[1]
        if vote is not None:
            cast.append(vote)
    return tuple(poll(row, cast) for row, cast in found.values())


async def due(session: AsyncSession, now: datetime) -> list[tuple[UUID, UUID]]:
    """Workspace and poll of those whose deadline has passed."""
    rows = await session.execute(
        select(ProgramRow.workspace_id, PollRow.id)
        .join(ProgramRow, ProgramRow.id == PollRow.program_id)
        .where(PollRow.closed_at.is_(None), PollRow.closes_at <= now)
    )
    return [(row.workspace_id, row.id) for row in rows]


async def earliest_close(session: AsyncSession) -> datetime | None:
    return await session.scalar(
        select(PollRow.closes_at).where(PollRow.closed_at.is_(None)).order_by(PollRow.closes_at).limit(1)
    )


# --- casting and closing ------------------------------------------------------------------------------------------

_poll_t, _vote_t, _program_t = PollRow.__table__, VoteRow.__table__, ProgramRow.__table__
_appointed_t = AppointmentRow.__table__

_hold = select(_poll_t.c.id).where(_poll_t.c.id == bindparam("poll")).with_for_update()
_stands_in = (
    select(_appointed_t.c.for_user)
    .where(
        _appointed_t.c.program_id == _poll_t.c.program_id,
        _appointed_t.c.slack_user == bindparam("user"),
        _appointed_t.c.for_user.is_not(None),
        _appointed_t.c.until.is_(None),
    )
    .limit(1)
    .correlate(_poll_t)
    .scalar_subquery()
)
_enter = (
    select(
        _poll_t.c.program_id, _poll_t.c.gate, _poll_t.c.electorate, _poll_t.c.closes_at, _poll_t.c.closed_at,
        _poll_t.c.hidden, _program_t.c.code, _program_t.c.playbook_digest,
        _vote_t.c.slack_user, _vote_t.c.choice, _vote_t.c.reason, _vote_t.c.digest, _vote_t.c.voted_at,
        _stands_in.label("acts_for"),
    )
    .join(_program_t, _program_t.c.id == _poll_t.c.program_id)
    .outerjoin(_vote_t, _vote_t.c.poll_id == _poll_t.c.id)
    .where(_poll_t.c.id == bindparam("poll"), _program_t.c.workspace_id == bindparam("workspace", type_=Uuid()))
)  # fmt: skip
_record_ballot = insert(BallotRow.__table__)  # type: ignore[arg-type]


def _newest_counts(insert: Any) -> Any:
    fresh = {name: insert.excluded[name] for name in ("choice", "reason", "digest", "voted_at")}
    return insert.on_conflict_do_update(index_elements=["poll_id", "slack_user"], set_=fresh)


_count = prebuilt(VoteRow, _newest_counts)


_ANSWER = ("user", "choice", "reason", "digest", "at")


async def enter(session: AsyncSession, workspace: UUID, poll: UUID, user: str) -> Booth:
    """Hold the poll until the commit: whoever closes it waits for this vote, and counts it."""
    if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time as it is
        await session.execute(_hold, {"poll": poll})
    rows = (await session.execute(_enter, {"poll": poll, "workspace": workspace, "user": user})).all()
    if not rows:
        raise Refused(GONE)
    first = rows[0]
    votes = {
        row.slack_user: Vote(row.slack_user, row.choice, row.reason, row.digest, row.voted_at)
        for row in rows
        if row.slack_user
    }
    return Booth(
        first.program_id, first.code, first.playbook_digest, first.gate, user in first.electorate, first.closes_at,
        first.closed_at is not None, votes.get(user), len(first.electorate.keys() - votes.keys() - {user}),
        acts_for=first.acts_for, hidden=first.hidden,
    )  # fmt: skip


async def cast(session: AsyncSession, poll: UUID, vote: Vote, *, ballot: UUID) -> None:
    """The newest answer counts, and all are kept."""
    values: dict[str, Any] = {
        "poll_id": poll, "slack_user": vote.user, "choice": vote.choice, "reason": vote.reason,
        "digest": vote.digest, "voted_at": vote.at,
    }  # fmt: skip
    await session.execute(_count(session), values)
    await session.execute(_record_ballot, values | {"id": ballot})


async def record_ballot(session: AsyncSession, poll: UUID, vote: Vote, *, ballot: UUID) -> None:
    """An answer that counts for nothing but the record: standing aside."""
    session.add(BallotRow(id=ballot, poll_id=poll, **{n: getattr(vote, n) for n in _ANSWER}))
    await session.flush()


async def latest_ballots(session: AsyncSession, poll: UUID) -> list[UUID]:
    """The ballots that count: of each voter the last one, oldest first."""
    rows = await session.execute(
        select(BallotRow.id)
        .join(VoteRow, (VoteRow.poll_id == BallotRow.poll_id) & (VoteRow.user == BallotRow.user))
        .where(BallotRow.poll_id == poll, BallotRow.at == VoteRow.at, BallotRow.reason.is_not(None))
        .order_by(BallotRow.at)
    )
    return list(rows.scalars())


async def get_ballot(session: AsyncSession, id: UUID) -> tuple[UUID, Vote, Vote | None]:
    """The poll of one answer, the answer, and what the same person had answered before."""
    ballot = await session.get_one(BallotRow, id)
    before = await session.scalar(
        select(BallotRow)
        .where(BallotRow.poll_id == ballot.poll_id, BallotRow.user == ballot.user, BallotRow.at < ballot.at)
        .order_by(BallotRow.at.desc())
        .limit(1)
    )
    return ballot.poll_id, _given(ballot), _given(before) if before else None


def _given(row: BallotRow) -> Vote:
    return Vote(row.user, row.choice, row.reason, row.digest, row.at)


async def lock(session: AsyncSession, id: UUID) -> Poll:
    """Wait for the votes under way, and keep others out until the commit."""
    row = await session.scalar(select(PollRow).where(PollRow.id == id).with_for_update())
    if row is None:
        raise Refused(GONE)
    return poll(row, await _list_votes(session, id))


async def save_electorate(session: AsyncSession, poll: Poll) -> None:
    row = await session.get_one(PollRow, poll.id)
    row.electorate = {user: list(roles) for user, roles in poll.electorate.items()}
    row.closes_at = poll.closes_at
    await session.flush()


async def save_closed(session: AsyncSession, poll: Poll) -> None:
    row = await session.get_one(PollRow, poll.id)
    row.closed_at, row.tally = poll.closed_at, dict(poll.tally or {})
    await session.flush()


async def lift(session: AsyncSession, vote: Vote, poll: UUID) -> None:
    """A veto that is withdrawn stays, with who withdrew it and why."""
    row = await session.get_one(VoteRow, (poll, vote.user))
    row.lifted_at, row.lifted_by, row.lifted_why = vote.lifted_at, vote.lifted_by, vote.lifted_why
    await session.flush()


async def take_out(session: AsyncSession, poll: UUID, users: Collection[str]) -> None:
    """The votes of who stands aside count no more; their ballots stay."""
    await session.execute(delete(VoteRow).where(VoteRow.poll_id == poll, VoteRow.user.in_(users)))


async def packet(session: AsyncSession, id: UUID) -> dict[str, Any]:
    return (await session.get_one(PollRow, id)).packet


async def _list_votes(session: AsyncSession, poll: UUID) -> list[VoteRow]:
    rows = await session.scalars(select(VoteRow).where(VoteRow.poll_id == poll).order_by(VoteRow.at))
    return list(rows)


def poll(row: PollRow, votes: Sequence[VoteRow]) -> Poll:
    electorate = {user: tuple(roles) for user, roles in row.electorate.items()}
    return record(
        row, Poll, program=row.program_id, electorate=electorate, votes=tuple(record(each, Vote) for each in votes)
    )
