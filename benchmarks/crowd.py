"""Ten thousand running programs, each as far as a real one in its sixth week, each with a channel of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select, update

from benchmarks.filled import NOW, make_program
from playbook.loader import load
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
PARTS = (AppointmentRow, ItemRow, PassedGateRow)


@dataclass(frozen=True, slots=True)
class Crowd:
    workspace: Workspace
    channels: tuple[str, ...]


async def gather(database: Database, team: str, count: int) -> Crowd:
    """Copies of one program, since rules and tables would take minutes to make so many."""
    async with database.writing() as session:
        workspace = await workspaces.meet(session, team=team, enterprise=None, name="Bench", bot_user="UBOT")
        await playbooks.add(session, load())
        first = await make_program(session, workspace, 0)
        whole = await _whole(session, first)
    channels = [str(first.channel)]
    for begun in range(1, count, AT_ONCE):
        async with database.writing() as session:
            copies = [_copy(whole, number) for number in range(begun, min(begun + AT_ONCE, count))]
            for table in (UseCaseRow, ProgramRow, *PARTS):
                await session.execute(insert(table), [row for copy in copies for row in copy[table]])
            channels += [copy[ProgramRow][0]["channel"] for copy in copies]
    return Crowd(workspace, tuple(channels))


async def fall_due(database: Database, channels: tuple[str, ...]) -> None:
    async with database.writing() as session:
        await session.execute(update(ProgramRow).where(ProgramRow.channel.in_(channels)).values(next_due_at=NOW))


async def count_posts(database: Database) -> int:
    async with database.reading() as session:
        return int(await session.scalar(select(func.count()).select_from(PostRow)) or 0)


Rows = dict[type[Table], list[dict[str, Any]]]


async def _whole(session: Session, program: Program) -> Rows:
    mine = {
        UseCaseRow: UseCaseRow.id == program.use_case,
        ProgramRow: ProgramRow.id == program.id,
        **{part: part.program_id == program.id for part in PARTS},
    }
    return {table: [_values(row) for row in await session.scalars(select(table).where(own))] for table, own in mine.items()}


def _values(row: Table) -> dict[str, Any]:
    return {attribute.key: getattr(row, attribute.key) for attribute in row.__mapper__.column_attrs}


def _copy(whole: Rows, number: int) -> Rows:
    case, program = uuid4(), uuid4()
    own = {"code": f"P{number}", "channel": f"C{number:08}", "channel_name": f"p-{number}", "use_case": case}
    return {
        UseCaseRow: [row | {"id": case, "number": number + 1} for row in whole[UseCaseRow]],
        ProgramRow: [row | own | {"id": program} for row in whole[ProgramRow]],
        **{part: [_of(row, program) for row in whole[part]] for part in PARTS},
    }


def _of(row: Mapping[str, Any], program: UUID) -> dict[str, Any]:
    fresh = {"id": uuid4()} if "id" in row else {}
    return dict(row) | {"program_id": program} | fresh
