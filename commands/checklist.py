"""The readiness checklist and the deliverables, as lists in which items are opened and settled."""

from rapidfuzz import fuzz, process

from commands import items
from commands.dispatch import LIKELY, Ack, Dispatch
from commands.services import Asked, Services
from program.authority import may
from program.errors import Refused
from program.playbook import Playbook
from templates import checklist as shown


def register(table: Dispatch) -> None:
    table.command("checklist", show, help="The readiness checklist; add a word for one section", may="program:see")
    table.command("deliverables", show_deliverables, help="The deliverables of each phase", may="program:see")
    table.action(shown.OPEN, show)


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    """All sections, or the one that is named."""
    async with services.database.reading() as session:
        asked, word = await items.split_words(session, asked)
        standing, roles = await items.find_standing(session, asked, "program:see")
    page = shown.section_page(_nearest(word, standing.playbook)) if word else shown.CHECKLIST
    await items.present(asked, shown.page(standing, page, services.clock.now(), may_change=may("item:done", roles)))


async def show_deliverables(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, roles = await items.find_standing(session, asked, "program:see")
    view = shown.page(standing, shown.DELIVERABLES, services.clock.now(), may_change=may("item:done", roles))
    await items.present(asked, view)


def _nearest(word: str, playbook: Playbook) -> str:
    """The key of the section whose name is most like what was typed."""
    names = {each.key: f"{each.key} {each.title}".casefold() for each in playbook.sections}
    near = process.extractOne(word.casefold(), names, scorer=fuzz.partial_ratio, score_cutoff=LIKELY)
    if near is None:
        known = ", ".join(f"`{key}`" for key in names)
        raise Refused(f"“{word[:40]}” is no section of the checklist. Say one of: {known}.")
    return str(near[2])
