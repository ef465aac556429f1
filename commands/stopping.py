"""The sponsor pauses a program, or stops it for good, before its next gate; what a decision without a vote does."""

from datetime import datetime
from uuid import uuid4

from commands import items, lapses
from commands.dispatch import Ack, Dispatch
from commands.gates import showing
from commands.selections import offer_backup
from commands.services import Asked, Services
from program import stopping
from program.decisions import PAUSED, STOPPED, Decision
from program.playbook import Gate
from program.posts import Post, ReviewSettled, in_program
from program.standings import Standing
from storage import audit, decisions, outbox
from storage import programs as stored
from storage.database import Session
from templates import stopping as shown


def register(table: Dispatch) -> None:
    table.command("pause", open_pause, help="Pause a program until a day, as its sponsor", may="program:stop")
    table.command("stop", open_stop, help="Stop a program for good, as its sponsor", may="program:stop")
    table.action(shown.OPEN, open_pause)
    table.view(shown.RECORD, record)


async def open_pause(ack: Ack, asked: Asked, services: Services) -> None:
    await _open(asked, services, PAUSED)


async def open_stop(ack: Ack, asked: Asked, services: Services) -> None:
    await _open(asked, services, STOPPED)


async def _open(asked: Asked, services: Services, way: str) -> None:
    async with services.database.reading() as session:
        standing, gate = await _find(session, asked)
    await items.present(asked, shown.form(standing, gate, way=way))


async def _find(session: Session, asked: Asked) -> tuple[Standing, Gate]:
    """A program that runs, for whoever decides at the gate ahead."""
    standing, _ = await items.find_standing(session, asked, "program:stop")
    return standing, stopping.check_may(standing, by=asked.person)


async def record(ack: Ack, asked: Asked, services: Services) -> None:
    now, form = services.clock.now(), asked.form
    async with services.database.writing() as session:
        standing, gate = await _find(session, asked)
        decision = Decision(
            uuid4(), standing.program.id, gate.key, None, form.choice("way") or "", form.text("reason"), (),
            asked.person, now, standing.digest(gate),
            answers=stopping.answers(form.text("learned")), review_on=form.date("review_on"),
        )  # fmt: skip
        stopping.check(decision, today=standing.program.today(now))
        await carry_out(session, asked, standing, decision, now)
    await ack(response_action="update", view=shown.done(standing, decision))


async def carry_out(session: Session, asked: Asked, before: Standing, decision: Decision, now: datetime) -> None:
    """Puts a decision without a vote on record, does what it says, and tells the channel and who has the backup."""
    after, workspace = stopping.carried_out(before, decision), asked.workspace
    program = after.program
    await decisions.add(session, decision)
    await stored.save(session, workspace, program)
    if program.state is not before.program.state:
        await offer_backup(session, workspace, program, stop=decision.id, now=now)
    await lapses.plan(session, workspace, program.id, now)
    to = program.channel or in_program(program.id)
    await outbox.add(session, workspace, Post(ReviewSettled(decision.id), to, now))
    await outbox.refresh(session, workspace, *showing(after, before.playbook.gate(decision.gate), now))
    await stored.look_again(session, program.id, now)
    await audit.note(
        session, asked.by, did=f"program:{decision.choice}", to=program.code, at=now, program=program.id,
        before=before.program, after={"decision": decision, "program": program},
    )  # fmt: skip
