"""A program that was under way before Pilot: what was done then is marked in one go, and its gates are vouched for."""

from dataclasses import replace

from commands import gates, items
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program import adoption, surfaces
from program.errors import Refused
from program.posts import GatePassed, Home, Post, in_program
from storage import audit, outbox, programs
from storage import gates as stored_gates
from storage import items as stored_items
from templates import adoption as shown


def register(table: Dispatch) -> None:
    table.command("adopt", open_form, help="Mark what was done before a program came to Pilot", may="program:adopt")
    table.action(shown.OPEN, open_form)
    table.action(shown.OPEN_GATE, open_gate)
    table.view(shown.MARK, mark)
    table.view(shown.PASSED, passed)


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "program:adopt")
    if not adoption.week_of(standing):
        raise Refused("This program began with Pilot: `/pilot week` shows what is due, and marks it done.")
    if not adoption.open_before(standing):
        raise Refused("All that was due before it came to Pilot is settled: `/pilot gate` shows what is next.")
    await items.present(asked, shown.form(standing))


async def mark(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.writing() as session:
        standing, _ = await items.find_standing(session, asked, "program:adopt")
        keys = [key for block in shown.blocks_of(standing) for key in asked.form.choices(block)]
        done = adoption.mark_done(standing, keys, note=asked.form.text("note"), by=asked.person, now=now)
        for each in done:
            await stored_items.save(session, standing.program.id, each)
        owed = {user for each in done for user in standing.owners(standing.playbook.item(each.key))}
        seen_by = [*surfaces.of_prompt(standing, now), *surfaces.of_evidence(standing)]
        await outbox.refresh(session, asked.workspace, *seen_by, *(Home(user) for user in sorted(owed)))
        await audit.note(
            session, asked.by, did="program:adopt", to=standing.program.code, at=now, program=standing.program.id,
            after={"done before": keys, "note": asked.form.text("note")},
        )  # fmt: skip
    await ack(response_action="update", view=shown.marked(standing, len(done)))


async def open_gate(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "gate:passed-before")
    gate = adoption.gate_before(standing)
    if gate is None:
        raise Refused("No gate from before is open any more: `/pilot gate` shows the next one.")
    await items.present(asked, shown.gate_form(standing, gate))


async def passed(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.writing() as session:
        standing, _ = await items.find_standing(session, asked, "gate:passed-before")
        program, gate = standing.program, standing.playbook.gate(asked.about.get("gate", ""))
        passing = adoption.passed_before(
            standing, gate, on=asked.form.date("on"), why=asked.form.text("why"), by=asked.person, now=now
        )
        await stored_gates.add(session, program.id, passing)
        after = replace(standing, passed=(*standing.passed, passing))
        to = program.channel or in_program(program.id)
        await outbox.add(session, asked.workspace, Post(GatePassed(program.id, gate.key), to, now))
        await outbox.refresh(session, asked.workspace, *gates.showing(after, gate, now))
        await programs.look_again(session, program.id, now)
        await audit.note(
            session, asked.by, did="gate:passed-before", to=f"{program.code} {gate.title}", at=now, program=program.id,
            after=passing,
        )  # fmt: skip
    await ack(response_action="update", view=shown.vouched(after, gate, adoption.gate_before(after)))
