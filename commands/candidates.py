"""Comparing candidates: all of them by round, and one of them whole."""

from itertools import groupby
from uuid import UUID

from commands import people
from commands.dispatch import Ack, Dispatch
from commands.items import present
from commands.services import Asked, Services
from program import scores
from program.authority import may
from program.playbook import Playbook
from program.rounds import Round
from program.use_cases import UseCase
from storage import people as stored_people
from storage import rounds, selections
from storage import use_cases as stored
from storage.database import Session
from templates import business_cases
from templates import candidates as shown
from templates.blocks import View

ACTIONS = ("use-case:answer", "use-case:ask", "use-case:correct", "use-case:take-out")


def register(table: Dispatch) -> None:
    table.command(
        "candidates", candidates, help="Compare the candidates, ranked", may="use-case:list", in_program=False
    )
    table.command(
        "candidates archived", archived, help="Candidates that were taken out", may="use-case:list", in_program=False
    )
    table.command(
        "candidate",
        show_named,
        help="One candidate: score, tier, what is missing",
        may="use-case:list",
        in_program=False,
        example="/pilot candidate UC-1",
    )
    table.action(shown.LIST, candidates)
    table.action(shown.SHOW, show)
    table.action(shown.CASE, business_case)


async def candidates(ack: Ack, asked: Asked, services: Services) -> None:
    """By round, those that close first before the others; what is outside of a round comes last."""
    async with services.database.reading() as session:
        roles = await people.check_may(session, asked, "use-case:list", playbook=services.playbook)
        found = await stored.list_candidates(session, asked.workspace)
        over = len(await stored.list_over(session, asked.workspace))
        latest = await selections.list_latest(session, asked.workspace)
        known = await rounds.list_rounds(session, asked.workspace)
    ids = {each.id for each in found}
    chosen = {each.round: each for each in latest if each.primary in ids}
    by_round = {key: list(group) for key, group in groupby(sorted(found, key=_round), key=lambda each: each.round)}
    order: list[Round | None] = [*(each for each in known if each.is_open or each.id in by_round), None]
    groups = [
        (round, scores.ranked(by_round.get(key, []), services.playbook), chosen.get(key))
        for round in order
        if (key := round.id if round else None) in by_round or round
    ]
    may_select = {
        str(round.id) if round else shown.OUTSIDE
        for round, ranked, _ in groups
        if any(may("use-case:select", roles | rights(each, round, asked.person)) for each, _ in ranked)
    }
    message = shown.candidates(groups, services.playbook, may_select=may_select, over=over)
    await ack(text=message.text, blocks=message.blocks)


def _round(use_case: UseCase) -> str:
    return str(use_case.round or "")


async def archived(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        await people.check_may(session, asked, "use-case:list", playbook=services.playbook)
        found = await stored.list_over(session, asked.workspace)
    message = shown.over(found)
    await ack(text=message.text, blocks=message.blocks)


async def show_named(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        await people.check_may(session, asked, "use-case:list", playbook=services.playbook)
        use_case = await stored.get_by_name(session, asked.workspace, asked.words or "?")
        view = await card(session, asked, services.playbook, use_case)
    await present(asked, view)


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        await people.check_may(session, asked, "use-case:list", playbook=services.playbook)
        view = await card(session, asked, services.playbook, await stored.get(session, asked.workspace, asked.id))
    await present(asked, view)


async def business_case(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        await people.check_may(session, asked, "use-case:list", playbook=services.playbook)
        use_case = await stored.get(session, asked.workspace, asked.id)
        selection = await selections.latest_of(session, asked.workspace, use_case.id)
    score = scores.score(use_case, services.playbook)
    message = business_cases.business_case(use_case, selection, services.playbook, score)
    await present(asked, business_cases.page(use_case, message))


# --- for what changes a candidate ---------------------------------------------------------------------------------


async def show_card(ack: Ack, asked: Asked, services: Services, id: UUID, *, news: str | None = None) -> None:
    """The candidate as it is now, in place of the form that changed it."""
    async with services.database.reading() as session:
        use_case = await stored.get(session, asked.workspace, id)
        view = await card(session, asked, services.playbook, use_case, news=news)
    await ack(response_action="update", view=view)


async def card(
    session: Session, asked: Asked, playbook: Playbook, use_case: UseCase, *, news: str | None = None
) -> View:
    round = await find_round(session, asked.workspace, use_case)
    roles = await stored_people.roles(session, asked.workspace, asked.person)
    roles |= rights(use_case, round, asked.person)
    allowed = {action for action in ACTIONS if may(action, roles)}
    return shown.card(use_case, scores.score(use_case, playbook), playbook, round, may=allowed, news=news)


async def check_may(session: Session, asked: Asked, playbook: Playbook, use_case: UseCase, action: str) -> None:
    round = await find_round(session, asked.workspace, use_case)
    await people.check_may(session, asked, action, playbook=playbook, also=rights(use_case, round, asked.person))


def rights(use_case: UseCase, round: Round | None, person: str) -> frozenset[str]:
    """What this person is to a candidate and its round."""
    return use_case.standing_of(person) | (round.standing_of(person) if round else frozenset())


async def find_round(session: Session, workspace: UUID, use_case: UseCase) -> Round | None:
    return await rounds.get(session, workspace, use_case.round) if use_case.round else None
