"""App Home: opened, it is put together anew; what changes for a person while they look at it is shown again."""

from datetime import datetime
from uuid import UUID

from commands import undelivered
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program.authority import may
from program.owing import Owed, owed_by
from program.posts import Home, Post, on_home
from program.selections import Selection
from program.standings import Standing
from program.use_cases import UseCase
from storage import outbox, people, programs, selections, standings, tool_reports, tools, use_cases
from storage.database import Session
from templates import home as shown
from templates.blocks import View


def register(table: Dispatch) -> None:
    table.event("app_home_opened", opened)
    table.render(Home, render)


async def opened(ack: Ack, asked: Asked, services: Services) -> None:
    if (asked.message or {}).get("tab") != "home":
        return
    async with services.database.writing() as session:
        now = services.clock.now()
        await outbox.show(session, asked.workspace, Post(Home(asked.person), on_home(asked.person), now))


async def render(session: Session, workspace: UUID, subject: Home, now: datetime) -> View:
    mine = await list_mine(session, workspace, subject.user)
    agreements = await list_agreements(session, workspace, subject.user)
    lacking = await undelivered.list_for(session, workspace, subject.user)
    answers = await use_cases.list_owed(session, workspace, subject.user)
    requests, reports = await list_tools(session, workspace, subject.user)
    owed = owed_in(mine, subject.user, now)
    return shown.home(
        owed, agreements, mine, now, answers=answers, undelivered=len(lacking), requests=requests, reports=reports
    )


async def list_tools(session: Session, workspace: UUID, user: str) -> tuple[int, int]:
    """How many requests for AI tools wait for this person, and how many tools in use they are told of."""
    if not may("tool:decide", await people.roles(session, workspace, user)):
        return 0, 0
    return await tools.count_waiting(session, workspace, user), await tool_reports.count_open(session, workspace)


async def list_agreements(session: Session, workspace: UUID, user: str) -> list[tuple[Selection, UseCase]]:
    """What this person is asked to agree to as a sponsor."""
    return [
        (waiting, await use_cases.get(session, workspace, waiting.primary))
        for waiting in await selections.list_waiting(session, workspace, user)
    ]


async def list_mine(session: Session, workspace: UUID, user: str) -> list[Standing]:
    """The programs in which this person holds a role."""
    ids = await people.list_programs_of(session, workspace, user)
    return await standings.list_standings(session, await programs.list_programs(session, workspace, ids))


def owed_in(mine: list[Standing], user: str, now: datetime) -> list[Owed]:
    """Soonest first, across programs."""
    return sorted((owed for each in mine for owed in owed_by(user, each, now)), key=lambda owed: owed.rank)
