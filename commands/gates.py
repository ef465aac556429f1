"""Gates: what is missing, and closing one that lacks nothing."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from commands import people, programs
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services, as_id
from program import gates, surfaces
from program.playbook import Gate
from program.posts import GatePassed, Home, Plan, Post, SignOffAsked, Subject, in_program
from program.standings import Standing
from storage import audit, outbox, sign_offs, standings
from storage import gates as stored
from storage import programs as stored_programs
from storage.database import Session
from templates import gates as shown
from templates.blocks import Message, done


def register(table: Dispatch) -> None:
    table.command("gate", show, help="The next gate: what is missing, and who owes it", may="gate:see")
    table.command("gate close", close, help="Close the next gate, when nothing is missing", may="gate:close")
    table.command(
        "gate override", open_override, help="Go on with something missing, as the sponsor, with a reason",
        may="gate:override",
    )  # fmt: skip
    table.action(shown.SHOW, show)
    table.action(shown.OPEN_OVERRIDE, open_override)
    table.view(shown.OVERRIDE, override)
    table.action(shown.CLOSE, close)
    table.render(GatePassed, gate_passed)


# --- which gate ---------------------------------------------------------------------------------------------------


async def find(session: Session, asked: Asked) -> tuple[Standing, Gate]:
    """What a button carries, else what a command says."""
    return await (_find_pressed if asked.value else _find_typed)(session, asked)


async def _find_typed(session: Session, asked: Asked) -> tuple[Standing, Gate]:
    """A program's code, or a gate's key, or both, or neither: then the next gate."""
    words = asked.words.split()
    code = words.pop(0) if words and await programs.is_code(session, asked, words[0]) else ""
    standing = await standings.get(session, await programs.find(session, replace(asked, words=code)))
    return standing, _gate(standing, words[0].lower() if words else "")


async def _find_pressed(session: Session, asked: Asked) -> tuple[Standing, Gate]:
    """The program, with the gate's key or without."""
    program, _, key = asked.value.partition("/")
    standing = await standings.get(session, await stored_programs.get(session, asked.workspace, as_id(program)))
    return standing, _gate(standing, key)


def _gate(standing: Standing, key: str) -> Gate:
    """The gate of that key; else the next one, or the last where all are behind."""
    return standing.playbook.gate(key) if key else gates.next_or_last(standing)


# --- see ----------------------------------------------------------------------------------------------------------


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        message = await _shown(session, asked, *await find(session, asked), services.clock.now())
    await ack(text=message.text, blocks=message.blocks)


async def _shown(session: Session, asked: Asked, standing: Standing, gate: Gate, now: datetime) -> Message:
    roles = await people.check_may(session, asked, "gate:see", standing.program.id, playbook=standing.playbook)
    return shown.gate(standing, gate, user=asked.person, roles=roles, now=now)


# --- close --------------------------------------------------------------------------------------------------------


async def close(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.writing() as session:
        message = await _close(session, asked, *await find(session, asked), services.clock.now())
    await ack(text=message.text, blocks=message.blocks)


async def open_override(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, gate = await find(session, asked)
        await people.check_may(session, asked, "gate:override", standing.program.id, playbook=standing.playbook)
        gates.check_override(standing, gate)
    await asked.open(shown.override(standing, gate))


async def override(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.writing() as session:
        program = await stored_programs.get(session, asked.workspace, asked.about_id("program"))
        standing = await standings.get(session, program)
        gate = standing.playbook.gate(asked.about.get("gate", ""))
        message = await _close(session, asked, standing, gate, services.clock.now(), why=asked.form.text("why") or "")
    await ack(response_action="update", view=done("Overridden", message))


async def _close(
    session: Session, asked: Asked, standing: Standing, gate: Gate, now: datetime, *, why: str | None = None
) -> Message:
    """Closes the gate, and returns what the channel is told. A signature under way is waited for, and counts.

    With a `why` it is the sponsor's override of what is missing.
    """
    program, did = standing.program, "gate:close" if why is None else "gate:override"
    await people.check_may(session, asked, did, program.id, playbook=standing.playbook)
    await sign_offs.hold(session, program.id, gate.key)
    standing = await standings.get(session, program)
    if why is None:
        passed = gates.close(standing, gate, by=asked.person, now=now)
    else:
        passed = gates.override(standing, gate, why=why, by=asked.person, now=now)
    after = replace(standing, passed=(*standing.passed, passed))
    await stored.add(session, program.id, passed)
    to = program.channel or in_program(program.id)
    await outbox.add(session, asked.workspace, Post(GatePassed(program.id, gate.key), to, now))
    await outbox.refresh(session, asked.workspace, *showing(after, gate, now))
    await stored_programs.look_again(session, program.id, now)
    await audit.note(
        session, asked.by, did=did, to=f"{program.code} {gate.title}", at=now, program=program.id, after=passed
    )
    return shown.closed(after, gate, now)


def showing(standing: Standing, gate: Gate, now: datetime) -> Iterable[Subject]:
    """What shows that a gate is open, or closed: the plan, the prompt, its sign-offs, everyone's Home."""
    yield Plan(standing.program.id)
    yield from surfaces.of_prompt(standing, now)
    yield from (SignOffAsked(each.id) for each in standing.sign_offs if each.gate == gate.key)
    yield from (Home(user) for user in sorted({each.user for each in standing.appointments}))


# --- what the sender says -----------------------------------------------------------------------------------------


async def gate_passed(session: Session, workspace: UUID, subject: GatePassed, now: datetime) -> Message:
    standing = await standings.get(session, await stored_programs.get(session, workspace, subject.program))
    return shown.closed(standing, standing.playbook.gate(subject.gate), now)
