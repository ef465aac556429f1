"""The log of decisions: anything that was decided beside the gates, what a stop criterion asked, and corrections."""

from datetime import date
from uuid import uuid4

from commands import items, kpis, people
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services, as_id
from program import decision_log, targets
from program.authority import may
from program.decision_log import LoggedDecision
from program.posts import Home
from program.programs import check_unfinished
from program.standings import Standing
from storage import audit, outbox, programs, standings
from storage import decision_log as stored
from templates import decision_log as shown


def register(table: Dispatch) -> None:
    table.command("decisions log", open_log, help="Log a decision: what, why, by whom, what else", may="decision:log")
    table.command("decisions logged", show, help="The decisions besides those at the gates", may="gate:see")
    table.action(shown.OPEN, open_log)
    table.action(shown.OPEN_CORRECT, open_correct)
    table.action(shown.LIST, show)
    table.view(shown.LOG, log)


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, roles = await items.find_standing(session, asked, "gate:see")
    page = int(asked.value.partition("/")[2] or 0)
    message = shown.listed(standing, page=page, may_log=may("decision:log", roles))
    await ack(text=message.text, blocks=message.blocks)


async def open_log(ack: Ack, asked: Asked, services: Services) -> None:
    """About the KPI whose stop criterion asks for it, where its button was pressed."""
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "decision:log")
    kpi = kpis.find(standing, asked) if "/" in asked.value else None
    await items.present(asked, shown.form(standing, by=asked.person, today=_today(standing, services), kpi=kpi))


async def open_correct(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        old = await stored.get(session, asked.id)
        standing = await standings.get(session, await programs.get(session, asked.workspace, old.program))
        await people.check_may(session, asked, "decision:log", old.program, playbook=standing.playbook)
    kpi = kpis.get(standing, old.kpi) if old.kpi else None
    view = shown.form(standing, by=asked.person, today=_today(standing, services), old=old, kpi=kpi)
    await items.present(asked, view)


async def log(ack: Ack, asked: Asked, services: Services) -> None:
    now, form, by = services.clock.now(), asked.form, asked.form.user("decided_by") or asked.person
    await people.meet(asked, services, [by])
    async with services.database.writing() as session:
        standing, _ = await items.find_standing(session, asked, "decision:log")
        program, today = standing.program, standing.program.today(now)
        await people.check_holders(session, asked, {"decided_by": [by]})
        entry = decision_log.check(
            LoggedDecision(
                id=uuid4(),
                program=program.id,
                number=await programs.next_number(session, program.id, "decision"),
                what=form.needed("what"),
                why=form.needed("why"),
                decided_by=by,
                decided_on=form.date("decided_on") or today,
                alternatives=form.text("alternatives"),
                logged_by=asked.person,
                logged_at=now,
                corrects=as_id(asked.about["corrects"]) if "corrects" in asked.about else None,
                kpi=as_id(asked.about["kpi"]) if "kpi" in asked.about else None,
            ),
            standing.decision_log,
            today=today,
        )
        if entry.kpi:
            check_unfinished(program)
            _check_answers(standing, asked)
        await stored.add(session, entry)
        await outbox.refresh(session, asked.workspace, Home(asked.person))
        to = f"{program.code} {entry.code}"
        await audit.note(session, asked.by, did="decision:log", to=to, at=now, program=program.id, after=entry)
    await ack(response_action="update", view=shown.done(entry))


def _check_answers(standing: Standing, asked: Asked) -> None:
    """What a stop criterion asks is answered by the decider in person."""
    title = next((role.title for role in standing.playbook.roles if role.decides), "decider")
    decision_log.check_answers(targets.deciders(standing), by=asked.person, title=title)


def _today(standing: Standing, services: Services) -> date:
    return standing.program.today(services.clock.now())
