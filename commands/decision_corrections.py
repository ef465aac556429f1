"""The words of a decision are corrected in the open, by whoever took it: the earlier ones stay on record."""

from datetime import datetime
from uuid import UUID, uuid4

from commands import items
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services, as_id
from program import decisions
from program.decisions import Decision
from program.errors import Refused
from program.posts import DecisionCorrected, Post, VoteOpened, in_program
from program.standings import Standing
from storage import audit, outbox, programs, standings
from storage import decisions as stored
from storage.database import Session
from templates import decision_corrections as shown
from templates.blocks import Message


def register(table: Dispatch) -> None:
    table.action(shown.OPEN, open_form)
    table.view(shown.RECORD, record)
    table.render(DecisionCorrected, decision_corrected)


async def _find(session: Session, asked: Asked, id: str) -> tuple[Standing, Decision]:
    standing, _ = await items.find_standing(session, asked, "decision:correct")
    decision = next((each for each in standing.decisions if each.id == as_id(id)), None)
    if decision is None:
        raise Refused("This decision is not there any more: `/pilot decisions` lists those that are.")
    if decision.by != asked.person:
        raise Refused(f"These are <@{decision.by}>'s words: whoever decided corrects them.")
    return standing, decision


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, decision = await _find(session, asked, asked.value.partition("/")[2])
    await items.present(asked, shown.form(standing, decision))


async def record(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.writing() as session:
        standing, before = await _find(session, asked, asked.about.get("decision", ""))
        answers = {key: text for key in before.answers if (text := asked.form.text(f"answer-{key}"))}
        after = decisions.corrected(
            before, id=uuid4(), reason=asked.form.text("reason"), answers=answers, by=asked.person,
            later=standing.decisions, now=now,
        )  # fmt: skip
        await stored.add(session, after)
        program, gate = standing.program, standing.playbook.gate(before.gate)
        to = program.channel or in_program(program.id)
        thread = VoteOpened(before.poll) if before.poll else None
        await outbox.add(session, asked.workspace, Post(DecisionCorrected(after.id), to, now, thread_of=thread))
        await audit.note(
            session, asked.by, did="decision:correct", to=f"{program.code} {gate.title}", at=now, program=program.id,
            before=before, after=after,
        )  # fmt: skip
    await ack(response_action="update", view=shown.done(standing, after))


async def decision_corrected(session: Session, workspace: UUID, subject: DecisionCorrected, now: datetime) -> Message:
    after = await stored.get(session, subject.decision)
    standing = await standings.get(session, await programs.get(session, workspace, after.program))
    return shown.corrected(standing, after)
