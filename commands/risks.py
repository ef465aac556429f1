"""Risks: raised with likelihood, impact and owner, listed worst first, closed with what became of them."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from commands import items, people
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program import risks, surfaces
from program.posts import AcceptanceAsked, Home, Post, RiskRaised, in_program, to_person
from program.programs import check_unfinished
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
    table.action(shown.OPEN_REVIEW, open_review)
    table.action(shown.OPEN_ACCEPT, open_accept)
    table.view(shown.RAISE, add)
    table.view(shown.CLOSE, close)
    table.view(shown.REVIEW, review)
    table.view(shown.ACCEPT, accept)
    table.render(RiskRaised, risk_raised)
    table.render(AcceptanceAsked, acceptance_asked)


async def list_open(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "program:see")
    message = shown.risks(standing, page=int(asked.value.partition("/")[2] or 0))
    await ack(text=message.text, blocks=message.blocks)


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "risk:raise")
    check_unfinished(standing.program)
    await items.present(asked, shown.form(standing, today=standing.program.today(services.clock.now())))


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
                review_on=form.date("review_on"),
                gates=tuple(form.choices("gates")),
            ),
            standing.playbook.measures.risks,
            today=program.today(now),
        )
        await stored.add(session, risk)
        to = program.channel or in_program(program.id)
        await outbox.add(session, asked.workspace, Post(RiskRaised(risk.id), to, now))
        await outbox.refresh(session, asked.workspace, *surfaces.of_evidence(standing))
        await programs.look_by(session, program.id, now)
        to = f"{program.code} {risk.code}"
        await audit.note(session, asked.by, did="risk:raise", to=to, at=now, program=program.id, after=risk)

    await ack(response_action="update", view=shown.done(program, risk))


async def open_close(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, risk = await _find(session, asked, asked.id, "risk:close")
    risks.check_open(risk)
    await items.present(asked, shown.close(standing, risk))


async def close(ack: Ack, asked: Asked, services: Services) -> None:
    now, outcome = services.clock.now(), asked.form.text("outcome")

    async with services.database.writing() as session:
        standing, before = await _find(session, asked, asked.about_id("risk"), "risk:close")
        after = risks.close(before, outcome=outcome, by=asked.person, now=now)
        await _store(session, asked, standing, "risk:close", before, after, now)

    await ack(response_action="update", view=shown.done(standing.program, after))


# --- looked at again, and taken on --------------------------------------------------------------------------------


async def open_review(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, risk = await _find(session, asked, asked.id, "risk:review")
    risks.check_open(risk)
    await items.present(asked, shown.review(standing, risk, today=standing.program.today(services.clock.now())))


async def review(ack: Ack, asked: Asked, services: Services) -> None:
    now, form, owner = services.clock.now(), asked.form, asked.form.user("owner")
    await people.meet(asked, services, [owner] if owner else [])

    async with services.database.writing() as session:
        standing, before = await _find(session, asked, asked.about_id("risk"), "risk:review")
        await people.check_holders(session, asked, {"owner": [owner] if owner else []})
        typed = replace(
            before,
            likelihood=form.whole("likelihood"),
            impact=form.whole("impact"),
            owner=owner,
            mitigation=form.text("mitigation"),
            residual_likelihood=form.whole("residual_likelihood") or None,
            residual_impact=form.whole("residual_impact") or None,
            review_on=form.date("review_on"),
            gates=tuple(form.choices("gates")),
        )
        rules = standing.playbook.measures.risks
        after = risks.review(before, typed, rules, by=asked.person, today=standing.program.today(now))
        await _store(session, asked, standing, "risk:review", before, after, now)
        await _ask_to_accept(session, asked, standing, after, now)

    await ack(response_action="update", view=shown.saved(standing, after))


async def _ask_to_accept(session: Session, asked: Asked, standing: Standing, risk: Risk, now: datetime) -> None:
    """Those risk owners who may accept it, where it would else stand in the way; once a day for one risk."""
    left, day = risk.residual or 0, standing.program.today(now)
    if left < standing.playbook.measures.risks.high or risk.is_accepted:
        return
    for user in set(standing.holders.get("risk-owner", ())) - {risk.owner, risk.raised_by, risk.residual_by}:
        await outbox.add(session, asked.workspace, Post(AcceptanceAsked(risk.id, user, day), to_person(user), now))


async def open_accept(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, risk = await _find(session, asked, asked.id, "risk:accept")
    _check_accepts(standing, risk, asked)
    await items.present(asked, shown.accept(standing, risk))


async def accept(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.writing() as session:
        standing, before = await _find(session, asked, asked.about_id("risk"), "risk:accept")
        _check_accepts(standing, before, asked)
        after = risks.accept(before, comment=asked.form.text("acceptance"), by=asked.person, now=now)
        await _store(session, asked, standing, "risk:accept", before, after, now)

    await ack(response_action="update", view=shown.saved(standing, after))


def _check_accepts(standing: Standing, risk: Risk, asked: Asked) -> None:
    title = standing.playbook.role("risk-owner").title
    risks.check_accepts(risk, standing.holders.get("risk-owner", ()), by=asked.person, title=title)


async def _store(
    session: Session, asked: Asked, standing: Standing, did: str, before: Risk, after: Risk, now: datetime
) -> None:
    """With the post, open polls and given sign-offs, which show it; and its owner's list."""
    if after == before:
        return
    homes = [Home(user) for user in {before.owner, after.owner, asked.person} if user]
    await stored.save(session, after)
    seen_by = [RiskRaised(after.id), *surfaces.of_evidence(standing), *homes]
    await outbox.refresh(session, asked.workspace, *seen_by)
    await programs.look_by(session, after.program, now)
    to = f"{standing.program.code} {after.code}"
    await audit.note(session, asked.by, did=did, to=to, at=now, program=after.program, before=before, after=after)


async def _find(session: Session, asked: Asked, id: UUID, action: str) -> tuple[Standing, Risk]:
    """A risk of this workspace, for someone who may do this to it."""
    risk = await stored.get(session, id)
    standing = await standings.get(session, await programs.get(session, asked.workspace, risk.program))
    also = {"holder"} if risk.owner == asked.person else set()
    await people.check_may(session, asked, action, risk.program, playbook=standing.playbook, also=also)
    return standing, risk


# --- what the sender says -----------------------------------------------------------------------------------------


async def risk_raised(session: Session, workspace: UUID, subject: RiskRaised, now: datetime) -> Message:
    return shown.post(*await _stands(session, workspace, subject.risk))


async def acceptance_asked(
    session: Session, workspace: UUID, subject: AcceptanceAsked, now: datetime
) -> Message | None:
    """Overtaken when it is accepted, closed or brought down."""
    standing, risk = await _stands(session, workspace, subject.risk)
    is_high = (risk.residual or 0) >= standing.playbook.measures.risks.high
    return shown.accept_asked(standing, risk) if is_high and risk.is_open and not risk.is_accepted else None


async def _stands(session: Session, workspace: UUID, id: UUID) -> tuple[Standing, Risk]:
    risk = await stored.get(session, id)
    return await standings.get(session, await programs.get(session, workspace, risk.program)), risk
