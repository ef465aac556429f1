"""A database as a large company would have it: a thousand programs, a hundred thousand audit rows."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import insert

from playbook.loader import load
from program.audit import GENESIS, Entry
from program.items import Item, ItemState
from program.people import Person
from program.programs import Program
from program.standings import PassedGate
from program.use_cases import UseCase
from program.votes import Poll
from program.workspaces import Workspace
from storage import audit, gates, items, people, playbooks, programs, standings, use_cases, votes, workspaces
from storage.database import Database, Session
from storage.migrating import migrate

PROGRAMS, AUDIT_ROWS, VOTERS = 1_000, 100_000, 7
TEAM, CHANNEL = "TBENCH", "CBENCH"
NOW = datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Filled:
    """`poll` is open in the program of CHANNEL; `voters` are asked in it, and the first of them may see its status."""

    url: str
    workspace: Workspace
    poll: UUID
    voters: tuple[str, ...]


def prepare(folder: Path, name: str = "bench") -> str:
    """Blocks: Alembic opens an event loop of its own."""
    url = f"sqlite+aiosqlite:///{folder / name}.db"
    migrate(url)
    return url


async def fill(url: str) -> Filled:
    database = Database(url)
    voters = tuple(f"UVOTER{number}" for number in range(VOTERS))
    async with database.writing() as session:
        workspace = await workspaces.meet(session, team=TEAM, enterprise=None, name="Bench", bot_user="UBOT")
        await people.save(session, workspace.id, [Person(user, user) for user in voters])
        await playbooks.add(session, load())
        made = [await make_program(session, workspace, number) for number in range(PROGRAMS)]
        poll = await _poll(session, made[0], voters)
    for part in range(0, PROGRAMS, 100):
        async with database.writing() as session:
            for program in made[part : part + 100]:
                await _history(session, workspace, program, AUDIT_ROWS // PROGRAMS)
    await database.close()
    return Filled(url, workspace, poll, voters)


async def make_program(session: Session, workspace: Workspace, number: int) -> Program:
    """In week 6, with a third of its items settled."""
    case = UseCase(
        uuid4(),
        number + 1,
        f"Case {number}",
        "Slow",
        "All",
        "45",
        "20",
        None,
        None,
        "US",
        "UP",
        4,
        4,
        2,
        "U",
        "UP",
        NOW,
    )
    await use_cases.add(session, workspace.id, case)
    monday = NOW.date() - timedelta(days=NOW.weekday() + 35)
    channel = CHANNEL if number == 0 else f"C{number:08}"
    playbook = load()
    program = Program(
        uuid4(),
        f"P{number}",
        case.title,
        case.id,
        None,
        playbook.digest,
        monday,
        "Europe/Berlin",
        channel,
        f"p-{number}",
    )
    await programs.add(session, workspace.id, program, next_due_at=NOW + timedelta(days=1))
    for role in playbook.roles[:8]:
        await people.appoint(session, workspace.id, program.id, role.key, ["UVOTER0"], by="US", now=NOW)
    for entry in playbook.items[::3]:
        done = Item(entry.key, ItemState.DONE, "UVOTER0", "https://example.com/evidence", None, "UVOTER0", NOW)
        await items.save(session, program.id, done)
    await gates.add(session, program.id, PassedGate("selection", NOW, "US"))
    return program


async def _poll(session: Session, program: Program, voters: tuple[str, ...]) -> UUID:
    gate = load().gate("go-no-go")
    standing = await standings.get(session, program)
    electorate = dict.fromkeys((*voters, "UNEVER"), gate.voters[:1])  # one who never votes, so that it stays open
    closes = NOW + timedelta(days=3)
    poll = Poll(uuid4(), program.id, gate.key, electorate, standing.digest(gate), "US", NOW, closes)
    await votes.add(session, poll, standing.packet(gate))
    return poll.id


async def _history(session: Session, workspace: Workspace, program: Program, rows: int) -> None:
    chain = str(program.id)
    begun = insert(audit.ChainRow).values(chain=chain, workspace_id=workspace.id, seq=0, hash=GENESIS)
    await session.execute(begun)
    prev, entries = GENESIS, []
    for seq in range(1, rows + 1):
        entry = Entry(chain, seq, prev, NOW, "US", None, "command", "item:done", "c-baseline", None, {"state": "done"})
        entries.append(
            {
                "chain": chain, "seq": seq, "prev": prev, "hash": entry.hash, "at": NOW, "by": "US", "where": "command",
                "did": entry.did, "subject": entry.subject, "before": None, "after": entry.after,
            }
        )  # fmt: skip
        prev = entry.hash
    await session.execute(insert(audit.EntryRow), entries)
