"""Many running programs, spread over the thirteen weeks, each with a channel of its own and its prompt due today.

On one day of their weeks a gate of about a third closes in three days, and these have people to remind as well; on
another, as on a Monday with the playbook that ships, nobody has.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select, update

from benchmarks.filled import NOW, make_program
from playbook.loader import load
from program.playbook import WEEKDAYS
from program.programs import Program
from program.workspaces import Workspace
from storage import playbooks, workspaces
from storage.database import Database, Session
from storage.gates import PassedGateRow
from storage.items import ItemRow
from storage.outbox import PostRow
from storage.people import AppointmentRow
from storage.programs import ProgramRow
from storage.tables import Table
from storage.use_cases import UseCaseRow

AT_ONCE = 500
FIRST = "P0"  # of which the others are copies
TODAY = NOW.date()
MIDNIGHT = datetime.combine(TODAY, time(0), UTC)
DAY = WEEKDAYS[TODAY.weekday()]
PLAYBOOK = replace(
    load(), cadence=replace(load().cadence, prompt_day=DAY, prompt_time=time(0), digest_day=DAY, digest_time=time(0))
)
FRIDAY, GATE_DAY = 4, 5
AHEAD = [each - 7 * week for each in PLAYBOOK.cadence.reminder_days for week in range(3)]
PARTS = (AppointmentRow, ItemRow, PassedGateRow)


@dataclass(frozen=True, slots=True)
class Crowd:
    workspace: Workspace
    channels: tuple[str, ...]


async def gather(database: Database, team: str, count: int, *, holder: str = "UVOTER0", day: int = 2) -> Crowd:
    """Copies of one program, since rules and tables would take minutes to make so many."""
    async with database.writing() as session:
        workspace = await workspaces.meet(session, team=team, enterprise=None, name="Bench", bot_user="UBOT")
        await playbooks.add(session, load())
        await playbooks.add(session, PLAYBOOK)
        first = await make_program(session, workspace, 0)
        whole = await _whole(session, first)
    whole[AppointmentRow] = [row | {"user": holder} for row in whole[AppointmentRow]]
    channels: list[str] = []
    for begun in range(1, count + 1, AT_ONCE):
        async with database.writing() as session:
            copies = [_copy(whole, number, day) for number in range(begun, min(begun + AT_ONCE, count + 1))]
            for table in (UseCaseRow, ProgramRow, *PARTS):
                await session.execute(insert(table), [row for copy in copies for row in copy[table]])
            channels += [copy[ProgramRow][0]["channel"] for copy in copies]
    return Crowd(workspace, tuple(channels))


def quiet_day() -> int:
    """A day of their weeks on which nobody is reminded, whatever weekday today is."""
    return next(day for day in range(1, 8) if TODAY not in {_before(day, ahead) for ahead in AHEAD})


def _before(day: int, ahead: int) -> date:
    """When people are reminded, so many days before a gate closes on the fifth day of this week, or of another."""
    reminded = TODAY + timedelta(days=GATE_DAY - day - ahead)
    return reminded - timedelta(days=max(reminded.weekday() - FRIDAY, 0))


async def fall_due(database: Database) -> None:
    """Since the hour of the prompt, so that signs of trouble are looked for as well."""
    async with database.writing() as session:
        await session.execute(update(ProgramRow).where(ProgramRow.code != FIRST).values(next_due_at=MIDNIGHT))


async def count_due(database: Database) -> int:
    """Programs that the tick has still to look at."""
    async with database.reading() as session:
        due = select(func.count()).select_from(ProgramRow).where(ProgramRow.next_due_at <= NOW)
        return int(await session.scalar(due) or 0)


async def count_posts(database: Database) -> int:
    async with database.reading() as session:
        return int(await session.scalar(select(func.count()).select_from(PostRow)) or 0)


Rows = dict[type[Table], list[dict[str, Any]]]


async def _whole(session: Session, program: Program) -> Rows:
    owns: list[tuple[type[Table], Any]] = [
        (UseCaseRow, UseCaseRow.id == program.use_case),
        (ProgramRow, ProgramRow.id == program.id),
        *((part, part.program_id == program.id) for part in PARTS),
    ]
    return {table: [_values(row) for row in await session.scalars(select(table).where(own))] for table, own in owns}


def _values(row: Table) -> dict[str, Any]:
    return {attribute.key: getattr(row, attribute.key) for attribute in row.__mapper__.column_attrs}


def _copy(whole: Rows, number: int, day: int) -> Rows:
    case, program, weeks = uuid4(), uuid4(), number % 13
    own = {
        "id": program, "code": f"P{number}", "channel": f"C{number:08}", "channel_name": f"p-{number}",
        "use_case": case, "playbook": PLAYBOOK.digest, "timezone": "UTC",
        "start": TODAY - timedelta(days=7 * weeks + day - 1),
    }  # fmt: skip
    passed = [
        {"gate": gate.key, "at": NOW, "by": "US"} for gate in PLAYBOOK.gates if gate.week <= weeks + (day > GATE_DAY)
    ]
    rows = whole | {PassedGateRow: passed}
    return {
        UseCaseRow: [row | {"id": case, "number": number + 1} for row in whole[UseCaseRow]],
        ProgramRow: [row | own for row in whole[ProgramRow]],
        **{part: [_of(row, program) for row in rows[part]] for part in PARTS},
    }


def _of(row: Mapping[str, Any], program: UUID) -> dict[str, Any]:
    fresh = {"id": uuid4()} if "id" in row else {}
    return dict(row) | {"program_id": program} | fresh
