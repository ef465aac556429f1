"""Picking one of the open items by typing: `/pilot done`, and the weekly prompt's buttons."""

from datetime import datetime

from commands import items
from commands.dispatch import Ack, Dispatch
from commands.items import Found
from commands.services import Asked, Services
from program import items as rules
from program.errors import Refused
from program.items import Item
from program.playbook import Entry
from program.standings import Standing
from program.weeks import still_open
from templates import items as cards
from templates import picks as shown
from templates.blocks import View


def register(table: Dispatch) -> None:
    table.command("done", open_done, help="Mark something done, with its evidence", may="item:done")
    table.action(shown.OPEN_DONE, open_done)
    table.action(shown.OPEN_TAKE, open_take)
    table.view(shown.DONE, done)
    table.view(shown.TAKE, take)
    table.option(shown.OPTIONS, options)


async def open_done(ack: Ack, asked: Asked, services: Services) -> None:
    await items.present(asked, shown.done(*await _open_items(asked, services, "item:done")))


async def open_take(ack: Ack, asked: Asked, services: Services) -> None:
    await items.present(asked, shown.take(*await _open_items(asked, services, "item:take")))


async def _open_items(asked: Asked, services: Services, action: str) -> tuple[Standing, list[Entry], list[Entry]]:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, action)
    mine, others = still_open(standing, asked.person)
    if not mine and not others:
        raise Refused(f"Everything in {standing.program.code} is settled. `/pilot checklist` shows it.")
    return standing, mine, others


async def options(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "program:see")
    await ack(option_groups=shown.options(standing, asked.words, *still_open(standing, asked.person)))


async def done(ack: Ack, asked: Asked, services: Services) -> None:
    evidence = asked.form.text("evidence")

    def rule(this: Found, now: datetime) -> Item:
        after = items.with_proof(this, evidence=evidence, given={}, by=asked.person, now=now)
        _check_still_open(this.item, after)
        return after

    if card := await _asks_more(asked, services, evidence):
        await ack(response_action="update", view=card)
        return
    this, _ = await items.change(asked, services, "item:done", rule)
    left, _ = still_open(this.standing, asked.person)
    await ack(response_action="update", view=shown.marked(this.standing, this.entry, left=len(left)))


async def _asks_more(asked: Asked, services: Services, evidence: str | None) -> View | None:
    """The card of an item that asks for more than a note; it carries on what was typed."""
    async with services.database.reading() as session:
        this = await items.find(session, asked, "item:done")
    if not this.entry.asks and not this.entry.register:
        return None
    return cards.card(this.standing, this.entry, services.clock.now(), noted=evidence)


async def take(ack: Ack, asked: Asked, services: Services) -> None:
    def rule(this: Found, now: datetime) -> Item:
        after = rules.take(this.item, by=asked.person, now=now)
        _check_still_open(this.item, after)
        return after

    this, now = await items.change(asked, services, "item:take", rule)
    await ack(response_action="update", view=shown.taken(this.standing, this.entry, now))


def _check_still_open(before: Item, after: Item) -> None:
    """It was open when the list was shown; pressed twice, it is what it already is."""
    if before.is_settled and after != before:
        raise Refused("This was settled meanwhile. Choose another one; `/pilot checklist` shows it.", field="item")
