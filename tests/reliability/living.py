"""One program and its people, driven through the real handlers without Slack: for tests that try whatever comes."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select

from bot import tick
from bot.clock import RealClock
from commands import table
from commands.dispatch import Ack, NotYet
from commands.services import Asked, Form, Services
from playbook.loader import load
from program.audit import Walk
from program.errors import Refused
from program.facts import Field
from program.items import Item, ItemState
from program.people import Person
from program.posts import SUBJECTS, Subject
from program.programs import Program
from program.standings import PassedGate, Standing
from program.use_cases import UseCase, UseCaseState
from storage import chains, gates, items, people, playbooks, programs, standings, use_cases, workspaces
from storage.database import Database
from storage.outbox import PostRow, State

PLAYBOOK = load()
BEGAN = datetime(2026, 1, 8, 10, tzinfo=UTC)
MONDAY = date(2026, 1, 12)
CHANGED = "Someone else changed"
EXTRAS = ("U-NEW-1", "U-NEW-2")
Handler = Callable[[Ack, Asked, Services], Awaitable[None]]


class Moved(RealClock):
    """Program time as the test sets it."""

    def __init__(self) -> None:
        self.at = BEGAN

    def now(self) -> datetime:
        return self.at


def holder(role: str) -> str:
    return f"U-{role.upper()}"


EVERYONE = (*(holder(role.key) for role in PLAYBOOK.roles), *EXTRAS)


@dataclass
class Life:
    """`refusals` are what people were told when something could not be done."""

    database: Database
    clock: Moved
    workspace: UUID
    program: UUID
    refusals: list[str] = field(default_factory=list)

    @cached_property
    def services(self) -> Services:
        return Services(self.database, PLAYBOOK, self.clock)

    async def standing(self) -> Standing:
        async with self.database.reading() as session:
            return await standings.get(session, await programs.get(session, self.workspace, self.program))

    async def asks(self, handler: Handler, who: str, value: str = "", **more: Any) -> bool:
        """Whether it was done; whatever else than a refusal a handler raises, the test raises too."""
        form, about = more.pop("form", {}), {"program": str(self.program), **more}
        asked = Asked(
            workspace=self.workspace,
            person=who,
            slack=AsyncWebClient("-", base_url="http://127.0.0.1:9/"),  # what is tried here asks nothing of Slack
            where="test",
            words="CLAIMS",
            value=value,
            about=about,
            form=Form({name: {"_": answer} for name, answer in form.items()}),
        )
        told = await _told(handler, asked, self.services)
        assert CHANGED not in told, f"nobody else is here, and yet {who} was told: {told}"
        self.refusals += [told] if told else []
        return not told

    async def ticks(self, *, after: timedelta = timedelta()) -> None:
        self.clock.at += after
        await tick.post_what_is_due(self.services)

    async def delivers(self, keys: Iterable[str], by: str) -> None:
        """As if this person had marked all of it done, each with what it asks for: typing it in is tried elsewhere."""
        async with self.database.writing() as session:
            for key in keys:
                one = Item(
                    key, ItemState.DONE, evidence="https://wiki.example/x", changed_by=by, changed_at=self.clock.at
                )
                await items.save(session, self.program, one)

    async def says(self, subject: Subject) -> str:
        """What people read now where this is shown."""
        async with self.database.reading() as session:
            message = await table.build().renders[type(subject)](session, self.workspace, subject, self.clock.now())
        return str(message)

    async def posts(self) -> list[PostRow]:
        async with self.database.reading() as session:
            return list(await session.scalars(select(PostRow).order_by(PostRow.id)))

    async def words(self) -> int:
        """Puts every row of the outbox that waits into words, as the sender would; returns how many had some."""
        renders, said = table.build().renders, 0
        for row in await self.posts():
            render = renders.get(SUBJECTS[row.subject])
            if render is None or row.state != State.PENDING:
                continue
            async with self.database.reading() as session:
                subject = SUBJECTS[row.subject].from_json(row.about)
                try:
                    said += await render(session, self.workspace, subject, self.clock.now()) is not None
                except (Refused, NotYet):
                    continue
        return said

    async def broken_chain(self) -> object:
        async with chains.snapshot(self.database) as session:
            return await chains.verify(session, Walk())


async def _told(handler: Handler, asked: Asked, services: Services) -> str:
    """The refusal, if it was one."""
    try:
        await handler(_unheard, asked, services)
    except Refused as refused:
        return str(refused)
    return ""


async def _unheard(**_: Any) -> None:
    """Nobody listens to the acknowledgement."""


async def begin(url: str, *, passed: int) -> Life:
    """A program that starts on Monday, all roles held; so many of its gates are behind it."""
    database, clock = Database(url), Moved()
    async with database.writing() as session:
        workspace = await workspaces.meet(session, team="T1", enterprise=None, name="Acme", bot_user="UBOT")
        await people.save(session, workspace.id, [Person(user, user.lower(), "Europe/Berlin") for user in EVERYONE])
        await playbooks.add(session, PLAYBOOK)
        case = UseCase(
            uuid4(), 1, "Claims", "Slow", "Handlers", "45", "20", None, None, holder("sponsor"),
            holder("product-owner"), 5, 4, 2, "Unit", holder("program-manager"), BEGAN, UseCaseState.STARTED,
        )  # fmt: skip
        await use_cases.add(session, workspace.id, case)
        program = Program(
            uuid4(), "CLAIMS", "Claims", case.id, None, PLAYBOOK.digest, MONDAY, "Europe/Berlin", "C1", "ai-claims",
            started_by=holder("program-manager"), started_at=BEGAN,
        )  # fmt: skip
        await programs.add(session, workspace.id, program, next_due_at=BEGAN)
        for role in PLAYBOOK.roles:
            await people.appoint(session, workspace.id, program.id, role.key, [holder(role.key)], by="U-X", now=BEGAN)
        for gate in PLAYBOOK.gates[:passed]:
            await gates.add(session, program.id, PassedGate(gate.key, BEGAN, holder("sponsor")))
    return Life(database, clock, workspace.id, program.id)


# --- what is typed ------------------------------------------------------------------------------------------------


def text(value: str) -> dict[str, Any]:
    return {"value": value}


def choice(value: str) -> dict[str, Any]:
    return {"selected_option": {"value": value}}


def user(value: str) -> dict[str, Any]:
    return {"selected_user": value}


def answers(fields: tuple[Field, ...], today: date) -> dict[str, Any]:
    """Something that each question of the playbook takes."""
    return {each.key: _answer(each, today) for each in fields}


def _answer(asked: Field, today: date) -> dict[str, Any]:
    options = [{"value": each.key} for each in asked.choices]
    kinds: Mapping[str, dict[str, Any]] = {
        "number": text(str(asked.least or 1)),
        "percent": text(str(asked.least or 50)),
        "date": {"selected_date": today.isoformat()},
        "person": user(EXTRAS[0]),
        "people": {"selected_users": list(EVERYONE[: max(asked.least or 1, 1)])},
        "choice": {"selected_option": options[0] if options else None},
        "choices": {"selected_options": options[: max(asked.least or 1, 1)]},
        "confirm": {"selected_options": [{"value": "yes"}]},
        "link": text("https://wiki.example/x"),
    }
    return kinds.get(asked.kind, text("As agreed, see the wiki."))
