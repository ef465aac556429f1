"""Risks: raised with likelihood, impact and owner, listed worst first, closed with what became of them."""

from datetime import datetime
from uuid import UUID, uuid4

from commands import items, people
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program import risks, surfaces
from program.errors import Refused
from program.posts import Post, RiskRaised, in_program
from program.programs import Program, check_unfinished
from program.risks import Risk
from program.standings import Standing
from storage import audit, outbox, programs, standings
from storage import risks as stored
from storage.database import Session
from templates import risks as shown
from templates.blocks import Message


def register(table: Dispatch) -> None:
    table.command("risks", list_open, help="The open risks, worst first", may="program:see")
    table.command("risk", open_form, help="Raise a risk", may="risk:raise")
    table.action(shown.LIST, list_open)
    table.action(shown.OPEN, open_form)
    table.action(shown.OPEN_CLOSE, open_close)
    table.view(shown.RAISE, add)
    table.view(shown.CLOSE, close)
    table.render(RiskRaised, risk_raised)


async def list_open(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "program:see")
    message = shown.risks(standing, page=int(asked.value.partition("/")[2] or 0))
    await ack(text=message.text, blocks=message.blocks)


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "risk:raise")
    check_unfinished(standing.program)
    await items.present(asked, shown.form(standing))


async def add(ack: Ack, asked: Asked, services: Services) -> None:
    now, form = services.clock.now(), asked.form
    owner = form.user("owner")
    chosen = [owner] if owner else []
    await people.meet(asked, services, chosen)

    async with services.database.writing() as session:
        standing, _ = await items.find_standing(session, asked, "risk:raise")
        program = standing.program
        check_unfinished(program)
        await people.check_holders(session, asked, {"owner": chosen})
        risk = risks.check(
            Risk(
                id=uuid4(),
                program=program.id,
                number=await programs.next_number(session, program.id, "risk"),
                title=form.needed("title"),
                likelihood=form.whole("likelihood"),
                impact=form.whole("impact"),
                owner=owner,
                mitigation=form.text("mitigation"),
                raised_by=asked.person,
                raised_at=now,
            )
        )
        await stored.add(session, risk)
        to = program.channel or in_program(program.id)
        await outbox.add(session, asked.workspace, Post(RiskRaised(risk.id), to, now))
        await outbox.refresh(session, asked.workspace, *surfaces.of_evidence(standing))
        to = f"{program.code} {risk.code}"
        await audit.note(session, asked.by, did="risk:raise", to=to, at=now, program=program.id, after=risk)

    await ack(response_action="update", view=shown.done(program, risk))


async def open_close(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        _, risk = await _find(session, asked, asked.id, "risk:close")
    if not risk.is_open:
        raise Refused(f"{risk.code} is closed already: “{risk.outcome}”")
    await items.present(asked, shown.close(risk))


async def close(ack: Ack, asked: Asked, services: Services) -> None:
    now, outcome = services.clock.now(), asked.form.text("outcome")

    async with services.database.writing() as session:
        standing, before = await _find(session, asked, asked.about_id("risk"), "risk:close")
        program = standing.program
        after = risks.close(before, outcome=outcome, by=asked.person, now=now)
        if after != before:
            await stored.save(session, after)
            await outbox.refresh(session, asked.workspace, RiskRaised(after.id), *surfaces.of_evidence(standing))
            to = f"{program.code} {after.code}"
            await audit.note(
                session, asked.by, did="risk:close", to=to, at=now, program=program.id, before=before, after=after
            )

    await ack(response_action="update", view=shown.done(program, after))


async def _find(session: Session, asked: Asked, id: UUID, action: str) -> tuple[Standing, Risk]:
    """A risk of this workspace, for someone who may do this to it."""
    risk = await stored.get(session, id)
    standing = await standings.get(session, await programs.get(session, asked.workspace, risk.program))
    await people.check_may(session, asked, action, risk.program, playbook=standing.playbook)
    return standing, risk


async def risk_raised(session: Session, workspace: UUID, subject: RiskRaised, now: datetime) -> Message:
    risk = await stored.get(session, subject.risk)
    program: Program = await programs.get(session, workspace, risk.program)
    return shown.post(program, risk)
