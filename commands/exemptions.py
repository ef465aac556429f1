"""Exemptions: what the checklist leaves out or waives, approved in one batch by somebody whose work it is not."""

from datetime import datetime
from uuid import UUID

from commands import items
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program import exemptions, lapses
from program.errors import Refused
from program.playbook import ChecklistItem
from program.posts import ExemptionsProposed, ExemptionTurnedDown, Post, to_person
from program.programs import check_unfinished
from program.standings import Standing
from storage import items as stored
from storage import lapses as stored_lapses
from storage import outbox, programs, standings
from storage.database import Session
from templates import exemptions as shown
from templates.blocks import Message


def register(table: Dispatch) -> None:
    table.command("exemptions", open_batch, help="What is to be left out, for whoever approves it", may="program:see")
    table.action(shown.OPEN, open_batch)
    table.view(shown.ANSWER, answer)
    table.render(ExemptionsProposed, proposed)
    table.render(ExemptionTurnedDown, turned_down)


async def open_batch(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "program:see")
    await items.present(asked, shown.batch(standing, asked.person))


async def answer(ack: Ack, asked: Asked, services: Services) -> None:
    """What is ticked is approved; with a reason, what was shown and is not ticked goes back to its owner."""
    now, why = services.clock.now(), asked.form.text(shown.WHY)
    groups = range(-(-int(asked.about.get("shown", "0")) // shown.GROUP))
    ticked = {key for number in groups for key in asked.form.choices(shown.TICKS.format(number))}

    async with services.database.writing() as session:
        standing, _ = await items.find_standing(session, asked, "exemption:approve")
        check_unfinished(standing.program)
        waiting = exemptions.proposed(standing, asked.person)
        if not ticked and not why:
            raise Refused("Tick what you approve, or say why you send the others back.", field=shown.WHY)
        if strange := ticked - {each.key for each in waiting}:
            title = standing.playbook.item(min(strange)).title
            raise Refused(f"“{title}” was answered meanwhile: `/pilot exemptions` shows what still waits.")
        for entry in waiting:
            standing = await _answer_one(
                session, asked, standing, entry, is_ticked=entry.key in ticked, why=why, now=now
            )

        seen_in = ExemptionsProposed(standing.program.id, asked.person, standing.program.today(now))
        await outbox.refresh(session, asked.workspace, seen_in)

    left = 0 if why else len(waiting) - len(ticked)
    await ack(response_action="update", view=shown.answered(len(ticked), len(waiting) - len(ticked) - left, left))


async def _answer_one(
    session: Session,
    asked: Asked,
    standing: Standing,
    entry: ChecklistItem,
    *,
    is_ticked: bool,
    why: str | None,
    now: datetime,
) -> Standing:
    before = await stored.get(session, standing.program.id, entry.key)
    if is_ticked:
        after = exemptions.approved(before, by=asked.person, now=now)
        given = await items.save(session, asked, standing, "exemption:approve", before=before, after=after, now=now)
        await stored_lapses.plan(session, standing.program.id, lapses.next_at(given, now))
        return given
    if not why:
        return standing
    after = exemptions.turned_down(before, why=why, by=asked.person, now=now)
    if before.exemption:
        user = before.exemption.proposed_by
        told = ExemptionTurnedDown(standing.program.id, entry.key, user, why, now.isoformat())
        await outbox.add(session, asked.workspace, Post(told, to_person(user), now))
    return await items.save(session, asked, standing, "exemption:turn-down", before=before, after=after, now=now)


# --- what the sender says -----------------------------------------------------------------------------------------


async def proposed(session: Session, workspace: UUID, subject: ExemptionsProposed, now: datetime) -> Message:
    standing = await standings.get(session, await programs.get(session, workspace, subject.program))
    return shown.asked(standing, subject.user)


async def turned_down(session: Session, workspace: UUID, subject: ExemptionTurnedDown, now: datetime) -> Message | None:
    standing = await standings.get(session, await programs.get(session, workspace, subject.program))
    entry = standing.playbook.item(subject.item)
    if not isinstance(entry, ChecklistItem):
        return None
    return shown.turned_down(standing, entry, by=standing.item(entry.key).changed_by, why=subject.why)
