"""The weekly prompt: posted by the tick, kept current, and shown to whoever asks for it."""

from datetime import datetime
from uuid import UUID

from commands import items
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program.authority import may
from program.errors import Refused
from program.posts import WeeklyPrompt
from program.weeks import monday_of
from storage import audit, programs, standings
from storage.database import Session
from templates import checklist as lists
from templates import weeks as shown
from templates.blocks import Message


def register(table: Dispatch) -> None:
    table.command("week", show, help="This week: what is due, and from whom", may="program:see")
    table.action(shown.SHOW, show)
    table.render(WeeklyPrompt, render)


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    """This week's prompt, for the person alone; another week by its number, as a list."""
    now = services.clock.now()
    async with services.database.reading() as session:
        asked, number = await items.split_words(session, asked)
        standing, roles = await items.find_standing(session, asked, "program:see")
    if number:
        week = _week(number, last=standing.last_week)
        view = lists.page(standing, lists.week_page(week), now, may_change=may("item:done", roles))
        await items.present(asked, view)
        return
    message = shown.prompt(standing, monday_of(standing.program.today(now)), now)
    await ack(text=message.text, blocks=message.blocks)


def _week(typed: str, *, last: int) -> int:
    if not typed.isdecimal() or int(typed) > last:
        raise Refused(f"“{typed[:40]}” is no week of this program: say `/pilot week`, or a number from 0 to {last}.")
    return int(typed)


async def render(session: Session, workspace: UUID, subject: WeeklyPrompt, now: datetime) -> Message:
    standing = await standings.get(session, await programs.get(session, workspace, subject.program))
    return shown.prompt(standing, subject.monday, now, head=await audit.head(session, subject.program))
