"""Money: expected and actual, what it comes to, and whether what comes after is paid for."""

from dataclasses import replace
from uuid import uuid4

from commands import items, people
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program import money
from program.authority import may
from program.money import MoneyLine, NextBudget, Per, Stage
from program.programs import check_unfinished
from program.standings import Standing
from storage import audit, programs, standings
from storage import money as stored
from storage.database import Session
from templates import money as shown
from templates.words import say


def register(table: Dispatch) -> None:
    table.command("money", show, help="Benefit, cost, payback and the split", may="money:see")
    table.command("money record", open_form, help="Record an estimate or an actual amount", may="money:record")
    table.command("money version2", open_next, help="Say whether version 2 has a budget", may="money:record")
    table.action(shown.SHOW, show)
    table.action(shown.LINES, open_lines)
    table.action(shown.OPEN, open_form)
    table.action(shown.OPEN_STRIKE, open_strike)
    table.action(shown.OPEN_NEXT, open_next)
    table.view(shown.RECORD, record)
    table.view(shown.STRIKE, strike)
    table.view(shown.NEXT, say_next)


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, roles = await items.find_standing(session, asked, "money:see")
    message = shown.picture(standing, may_record=may("money:record", roles))
    await ack(text=message.text, blocks=message.blocks)


async def open_lines(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, roles = await items.find_standing(session, asked, "money:see")
    page = int(asked.value.partition("/")[2] or 0)
    await items.present(asked, shown.lines(standing, page=page, may_record=may("money:record", roles)))


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing = await _hold(session, asked)
    await items.present(asked, shown.form(standing))


async def record(ack: Ack, asked: Asked, services: Services) -> None:
    now, form = services.clock.now(), asked.form
    async with services.database.writing() as session:
        standing = await _hold(session, asked)
        program, rules = standing.program, standing.playbook.measures.money
        line = money.check(
            MoneyLine(
                id=uuid4(),
                program=program.id,
                number=await programs.next_number(session, program.id, "money"),
                line=form.choice("line") or "",
                stage=Stage(form.choice("stage") or Stage.ESTIMATE),
                per=Per(form.choice("per") or Per.ONCE),
                amount=form.number("amount"),
                hours=form.number("hours"),
                rate=form.number("rate"),
                bucket=form.choice("bucket"),
                for_data=bool(form.choices("for_data")),
                note=form.text("note"),
                by=asked.person,
                at=now,
            ),
            rules,
        )
        await stored.add(session, line)
        to = f"{program.code} {line.code}"
        await audit.note(session, asked.by, did="money:record", to=to, at=now, program=program.id, after=line)
    title = shown.title(line.line, rules)
    await ack(response_action="update", view=shown.saved(say("money_recorded", line=line, title=title, rules=rules)))


async def open_strike(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        line = await stored.get(session, asked.id)
        standing = await _hold_of(session, asked, line)
    await items.present(asked, shown.strike(standing, line))


async def strike(ack: Ack, asked: Asked, services: Services) -> None:
    """It stays on record, struck through."""
    now, reason = services.clock.now(), asked.form.text("reason")
    async with services.database.writing() as session:
        before = await stored.get(session, asked.about_id("line"))
        standing = await _hold_of(session, asked, before)
        money.check_strike(before, reason)
        after = replace(before, struck=reason, struck_by=asked.person)
        await stored.save(session, after)
        program, to = standing.program, f"{standing.program.code} {after.code}"
        await audit.note(
            session, asked.by, did="money:strike", to=to, at=now, program=program.id, before=before, after=after
        )
    standing = replace(standing, money=tuple(after if each.id == after.id else each for each in standing.money))
    await ack(response_action="update", view=shown.lines(standing, page=0, may_record=True))


async def open_next(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing = await _hold(session, asked)
    await items.present(asked, shown.next_budget(standing))


async def say_next(ack: Ack, asked: Asked, services: Services) -> None:
    now, form, holder = services.clock.now(), asked.form, asked.form.user("holder")
    await people.meet(asked, services, [holder] if holder else [])
    async with services.database.writing() as session:
        standing = await _hold(session, asked)
        await people.check_holders(session, asked, {"holder": [holder] if holder else []})
        program, before = standing.program, standing.next_budget
        budget = money.check_budget(
            NextBudget(
                program=program.id,
                is_there=form.choice("is_there") == "yes",
                amount=form.number("amount"),
                holder=holder,
                note=form.text("note"),
                by=asked.person,
                at=now,
            )
        )
        await stored.save_budget(session, budget)
        await audit.note(
            session, asked.by, did="money:version2", to=program.code, at=now, program=program.id,
            before=before, after=budget,
        )  # fmt: skip
    rules = standing.playbook.measures.money
    await ack(response_action="update", view=shown.saved(say("money_next", budget=budget, rules=rules)))


async def _hold(session: Session, asked: Asked) -> Standing:
    standing, _ = await items.find_standing(session, asked, "money:record")
    check_unfinished(standing.program)
    return standing


async def _hold_of(session: Session, asked: Asked, line: MoneyLine) -> Standing:
    standing = await standings.get(session, await programs.get(session, asked.workspace, line.program))
    await people.check_may(session, asked, "money:record", line.program, playbook=standing.playbook)
    check_unfinished(standing.program)
    return standing
