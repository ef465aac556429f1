"""What one person owes, on demand and in one reminder a day before a gate."""

from datetime import datetime
from uuid import UUID

from commands.dispatch import Ack, Dispatch
from commands.home import list_agreements, list_mine, owed_in
from commands.services import Asked, Services
from program.owing import is_reminded
from program.posts import Owing
from storage import use_cases
from storage.database import Session
from templates import owing as shown
from templates.blocks import Message


def register(table: Dispatch) -> None:
    table.command("todo", todo, help="What waits for you, in all programs", may="portfolio:see", in_program=False)
    table.action("todo-show", todo)
    table.action(shown.PAGE_OF, turn_page)
    table.render(Owing, remind)


async def todo(ack: Ack, asked: Asked, services: Services) -> None:
    await _list(ack, asked, services, page=0)


async def turn_page(ack: Ack, asked: Asked, services: Services) -> None:
    await _list(ack, asked, services, page=int(asked.value))


async def _list(ack: Ack, asked: Asked, services: Services, *, page: int) -> None:
    now = services.clock.now()
    async with services.database.reading() as session:
        owed = owed_in(await list_mine(session, asked.workspace, asked.person), asked.person, now)
        agreements = await list_agreements(session, asked.workspace, asked.person)
        answers = await use_cases.list_owed(session, asked.workspace, asked.person)
    message = shown.todo(owed, agreements, now, answers=answers, page=page)
    await ack(text=message.text, blocks=message.blocks)


async def remind(session: Session, workspace: UUID, subject: Owing, now: datetime) -> Message | None:
    """All that is owed when this is sent; nothing, where nothing waits for this person any more."""
    mine = await list_mine(session, workspace, subject.user)
    if not any(is_reminded(subject.user, each, now) for each in mine):
        return None
    return shown.reminder(owed_in(mine, subject.user, now), now)
