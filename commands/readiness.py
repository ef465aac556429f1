"""Readiness: of a program by what is on record, of a candidate by what its people say is there."""

from uuid import UUID

from commands import items, people
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services, as_id
from program.errors import Refused
from program.playbook import Playbook
from program.readiness import Readiness, readiness
from program.rubric import rubric
from program.use_cases import UseCase
from storage import audit, use_cases
from storage import readiness as stored
from storage.database import Session
from templates import readiness as shown


def register(table: Dispatch) -> None:
    table.command(
        "readiness",
        show,
        help="Score, scorecards and rubric of the program; or of a candidate, by its number",
        may="portfolio:see",
        example="/pilot readiness UC-3",
    )
    table.action(shown.SHOW, show)
    table.action(shown.OPEN_ASSESS, open_assess)
    table.view(shown.ASSESS, assess)


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        if use_case := await _named(session, asked):
            there = await stored.find(session, asked.workspace, use_case.id) or frozenset()
            message = shown.of_candidate(use_case, services.playbook, there, scored(services.playbook, use_case, there))
        else:
            standing, _ = await items.find_standing(session, asked, "program:see")
            gate = standing.next_gate
            message = shown.of_program(standing, gate, rubric(standing, gate) if gate else ())
    await ack(text=message.text, blocks=message.blocks)


async def _named(session: Session, asked: Asked) -> UseCase | None:
    """The candidate that was typed, as UC-3."""
    word = asked.words.split()[0].upper() if asked.words else ""
    if not word.startswith("UC-"):
        return None
    found = await use_cases.list_candidates(session, asked.workspace)
    use_case = next((each for each in found if each.name == word), None)
    if use_case is None:
        raise Refused(f"There is no candidate {word[:20]}. `/pilot candidates` lists them.")
    return use_case


def scored(playbook: Playbook, use_case: UseCase, there: frozenset[str]) -> Readiness:
    tier = playbook.tier(use_case.profile).tier
    return readiness(playbook, playbook.checklist, there, tier=tier, limits=playbook.limits)


async def open_assess(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        use_case = await _allowed(session, asked, services, asked.id)
        there = await stored.find(session, asked.workspace, use_case.id) or frozenset()
    await asked.open(shown.assess(use_case, services.playbook, there))


async def assess(ack: Ack, asked: Asked, services: Services) -> None:
    now, playbook = services.clock.now(), services.playbook
    keys = {each.key for each in playbook.checklist}
    there = frozenset(key for name in asked.form.names for key in asked.form.choices(name)) & keys

    async with services.database.writing() as session:
        use_case = await _allowed(session, asked, services, as_id(asked.about.get("use_case", "")))
        before = await stored.find(session, asked.workspace, use_case.id)
        await stored.save(session, asked.workspace, use_case.id, there, by=asked.person, now=now)
        await audit.note(
            session, asked.by, did="readiness:assess", to=use_case.name, at=now,
            before=sorted(before or ()), after=sorted(there),
        )  # fmt: skip

    await ack(response_action="update", view=shown.assessed(use_case, scored(playbook, use_case, there)))


async def _allowed(session: Session, asked: Asked, services: Services, id: UUID) -> UseCase:
    """A candidate, for who runs the portfolio, or is its sponsor or product owner."""
    use_case = await use_cases.get(session, asked.workspace, id)
    named = {"sponsor": use_case.sponsor, "product-owner": use_case.product_owner}
    also = {role for role, user in named.items() if user == asked.person}
    await people.check_may(session, asked, "readiness:assess", playbook=services.playbook, also=also)
    return use_case
