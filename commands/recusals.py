"""Recusal: standing aside at a gate for a conflict of interest, with its reason, and taking that back in the open."""

from datetime import datetime
from uuid import UUID, uuid4

from commands import people
from commands.dispatch import Ack, Dispatch
from commands.following import follow
from commands.services import Asked, Services, as_id
from program import standing_aside
from program.playbook import Gate
from program.programs import check_unfinished
from program.recusals import Recusal
from program.standings import Standing
from storage import audit, programs, standings
from storage import recusals as stored
from storage.database import Session
from templates import recusals as shown


def register(table: Dispatch) -> None:
    table.action(shown.OPEN, open_form)
    table.view(shown.DECLARE, declare)
    table.action(shown.TAKE_BACK, take_back)


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing = await _standing(session, asked, asked.id)
    await asked.open(shown.form(standing, standing_aside.gates_of(standing, asked.person)))


async def _standing(session: Session, asked: Asked, program: UUID) -> Standing:
    standing = await standings.get(session, await programs.get(session, asked.workspace, program))
    await people.check_may(session, asked, "people:recuse", program, playbook=standing.playbook)
    check_unfinished(standing.program)
    return standing


async def declare(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.writing() as session:
        standing = await _standing(session, asked, asked.about_id("program"))
        gate = standing.playbook.gate(asked.form.choice("gate") or "")
        await stand_aside(session, asked, standing, gate, asked.form.text("reason"), services.clock.now())
    await ack(response_action="update", view=shown.declared(standing, gate))


async def stand_aside(
    session: Session, asked: Asked, standing: Standing, gate: Gate, reason: str | None, now: datetime
) -> None:
    """The one way to do it, from `people` and from a vote: no longer asked here, neither to sign nor to vote."""
    one = standing_aside.declare(standing, gate, id=uuid4(), by=asked.person, reason=reason, now=now)
    await stored.add(session, one)
    await _follow(session, asked, standing, gate, "people:recuse", None, one, now)


async def take_back(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.writing() as session:
        before = await stored.get(session, as_id(asked.value))
        standing = await _standing(session, asked, before.program)
        gate = standing.playbook.gate(before.gate)
        after = standing_aside.take_back(before, by=asked.person, passed=standing.is_passed(gate), now=now)
        if after != before:
            await stored.save(session, after)
            await _follow(session, asked, standing, gate, "people:rejoin", before, after, now)
    await ack(text=shown.taken_back(standing, gate))


async def _follow(
    session: Session,
    asked: Asked,
    standing: Standing,
    gate: Gate,
    did: str,
    before: Recusal | None,
    after: Recusal,
    now: datetime,
) -> None:
    """As after a change of people: open votes are seated anew, and requests to sign go to who may give them."""
    program = standing.program
    await follow(session, asked.by, program, came=(), went=[asked.person], now=now)
    to = f"{program.code} {gate.title}"
    await audit.note(session, asked.by, did=did, to=to, at=now, program=program.id, before=before, after=after)
