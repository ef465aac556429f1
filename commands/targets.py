"""Targets: changed in the open, one that leads, stop criteria and what they ask, and the final figures."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from commands import items, kpis
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program import kpis as rules
from program import targets
from program.kpis import Kind, Kpi
from program.posts import Home, Post, StopAsked, StopCalled, TargetChanged, in_program
from program.programs import check_unfinished
from program.standings import Standing
from storage import audit, outbox, programs, standings
from storage import kpis as stored
from storage.database import Session
from templates import kpis as cards
from templates import targets as shown
from templates.blocks import Message, done, section
from templates.words import say


def register(table: Dispatch) -> None:
    table.command("kpi final", final, help="The final figures against the first", may="program:see")
    table.action(cards.FINAL, final)
    table.action(cards.OPEN_CHANGE, open_change)
    table.action(cards.OPEN_STOP, open_stop)
    table.action(cards.LEAD, lead)
    table.view(shown.CHANGE, change)
    table.view(shown.STOP, stop)
    table.render(TargetChanged, target_changed)
    table.render(StopCalled, stop_called)
    table.render(StopAsked, stop_asked)


async def final(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "program:see")
    message = shown.finals(standing)
    await ack(text=message.text, blocks=message.blocks)


async def open_change(ack: Ack, asked: Asked, services: Services) -> None:
    standing, kpi = await _look(asked, services)
    await items.present(asked, shown.change(standing, kpi))


async def open_stop(ack: Ack, asked: Asked, services: Services) -> None:
    standing, kpi = await _look(asked, services)
    await items.present(asked, shown.stop(standing, kpi))


async def change(ack: Ack, asked: Asked, services: Services) -> None:
    """After the gate at which targets are signed: with a reason, and told in the channel."""
    now, form = services.clock.now(), asked.form
    async with services.database.writing() as session:
        standing, before = await _hold(session, asked)
        is_rate, program = before.kind is Kind.RATE, standing.program
        target = before.target if before.kind is Kind.GUARD else kpis.needed(asked, "target")
        baseline = target if is_rate else kpis.needed(asked, "baseline")
        locked = targets.is_locked(standing)
        after = targets.change(before, baseline=baseline, target=target, reason=form.text("reason"), locked=locked)
        await _store(session, asked, standing, "kpi:change", before, after, now)
        if locked:
            subject, to = TargetChanged(program.id, after.id, after.changes), program.channel or in_program(program.id)
            await outbox.add(session, asked.workspace, Post(subject, to, now))
    await _done(ack, "Changed", say("kpi_defined", **cards.facts(after)))


async def stop(ack: Ack, asked: Asked, services: Services) -> None:
    now, form = services.clock.now(), asked.form
    async with services.database.writing() as session:
        standing, before = await _hold(session, asked)
        today = standing.program.today(now)
        after = targets.stop(before, at=form.number("at"), on=form.date("on"), today=today)
        await _store(session, asked, standing, "kpi:stop", before, after, now)
        await programs.look_by(session, standing.program.id, now)
    await _done(ack, "Saved", say("target_saved", **cards.facts(after)))


async def lead(ack: Ack, asked: Asked, services: Services) -> None:
    """The one that leads from now on; the former one steps back."""
    now = services.clock.now()
    async with services.database.writing() as session:
        standing, before = await _hold(session, asked)
        rules.check_headline(before)
        for other in standing.kpis:
            if other.is_headline and other.id != before.id:
                await stored.save(session, standing.program.id, replace(other, is_headline=False))
        after = replace(before, is_headline=True)
        await _store(session, asked, standing, "kpi:lead", before, after, now)
        standing = replace(
            standing,
            kpis=tuple(after if each.id == after.id else replace(each, is_headline=False) for each in standing.kpis),
        )
    view = cards.card(standing, after, may_define=True, today=standing.program.today(now))
    await items.present(asked, view)


async def _store(
    session: Session, asked: Asked, standing: Standing, did: str, before: Kpi, after: Kpi, now: datetime
) -> None:
    if after == before:
        return
    await stored.save(session, standing.program.id, after)
    await kpis.show_again(session, asked, standing)
    await outbox.refresh(session, asked.workspace, Home(asked.person))
    await audit.note(
        session, asked.by, did=did, to=after.code, at=now, program=standing.program.id, before=before, after=after
    )


async def _look(asked: Asked, services: Services) -> tuple[Standing, Kpi]:
    async with services.database.reading() as session:
        return await _hold(session, asked)


async def _hold(session: Session, asked: Asked) -> tuple[Standing, Kpi]:
    standing, _ = await items.find_standing(session, asked, "kpi:define")
    check_unfinished(standing.program)
    return standing, kpis.find(standing, asked)


async def _done(ack: Ack, title: str, text: str) -> None:
    await ack(response_action="update", view=done(title, Message(text, [section(text)])))


# --- what the sender says -----------------------------------------------------------------------------------------


async def target_changed(session: Session, workspace: UUID, subject: TargetChanged, now: datetime) -> Message | None:
    """Overtaken by the next change of the same KPI."""
    standing = await standings.get(session, await programs.get(session, workspace, subject.program))
    kpi = kpis.get(standing, subject.kpi)
    return shown.changed(standing, kpi) if kpi.changes == subject.round else None


async def stop_called(session: Session, workspace: UUID, subject: StopCalled, now: datetime) -> Message | None:
    standing, kpi = await _stopped(session, workspace, subject, now)
    return shown.called(standing, kpi) if kpi else None


async def stop_asked(session: Session, workspace: UUID, subject: StopAsked, now: datetime) -> Message | None:
    standing, kpi = await _stopped(session, workspace, subject, now)
    return shown.asked(standing, kpi) if kpi else None


async def _stopped(
    session: Session, workspace: UUID, subject: StopCalled | StopAsked, now: datetime
) -> tuple[Standing, Kpi | None]:
    """Overtaken by a reading, a later day or the decision itself."""
    standing = await standings.get(session, await programs.get(session, workspace, subject.program))
    found = [each for each in targets.stopped(standing, now) if each.id == subject.kpi and each.stop_on == subject.day]
    return standing, found[0] if found else None
