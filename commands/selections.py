"""Selecting the primary and its backup, the sponsor's agreement, and the backup when the primary stops."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from commands import people
from commands.candidates import check_may, find_round, rights
from commands.dispatch import Ack, Dispatch
from commands.items import present
from commands.services import Asked, Services, as_id
from program import scores, selections
from program.errors import Refused
from program.posts import (
    AgreementAsked,
    AgreementGiven,
    BackupOffered,
    Post,
    PriorityStepsBack,
    in_program,
    to_person,
)
from program.programs import Program, ProgramState
from program.selections import Selection, SelectionState
from program.use_cases import UseCase, UseCaseState
from storage import audit, outbox, programs, rounds, standings
from storage import people as stored_people
from storage import selections as stored
from storage import use_cases as stored_cases
from storage.database import Session
from templates import selections as shown
from templates.blocks import Message
from templates.candidates import OPEN_SELECT, OUTSIDE

TWO = "Two candidates are needed, a primary and a backup. Propose another: `/pilot propose`."


def register(table: Dispatch) -> None:
    table.command("select", select, help="Select the primary and the backup", may="use-case:select", in_program=False)
    table.action(OPEN_SELECT, select)
    table.action(shown.TAKE_OVER, open_take_over)
    table.action(shown.OPEN_AGREE, open_agreement)
    table.view(shown.SELECT, ask_the_sponsor)
    table.view(shown.AGREE, answer)
    table.render(AgreementAsked, agreement_asked)
    table.render(AgreementGiven, agreement_given)
    table.render(PriorityStepsBack, priority_steps_back)
    table.render(BackupOffered, backup_offered)


# --- select -------------------------------------------------------------------------------------------------------


async def select(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        found = await _of_one_round(session, asked, await stored_cases.list_candidates(session, asked.workspace))
        also: set[str] = set()
        for each in found:
            also |= rights(each, await find_round(session, asked.workspace, each), asked.person)
        await people.check_may(session, asked, "use-case:select", playbook=services.playbook, also=also)
        round = await find_round(session, asked.workspace, found[0]) if found else None
    if len(found) < 2:  # noqa: PLR2004 - one primary, one backup
        raise Refused(TWO)
    ranked = scores.ranked(found, services.playbook)
    ask_count = round is None or round.count_why is None
    await present(asked, shown.selection(ranked, ask_count=ask_count))


async def _of_one_round(session: Session, asked: Asked, found: list[UseCase]) -> list[UseCase]:
    """Those of the round that the button or the words name; of the only one that has any."""
    wanted = asked.value or asked.words.strip()
    known = {str(each.id): each.unit for each in await rounds.list_rounds(session, asked.workspace)}
    by_round: dict[str, list[UseCase]] = {}
    for each in found:
        by_round.setdefault(str(each.round or OUTSIDE), []).append(each)
    for key, candidates in by_round.items():
        if wanted and wanted.casefold() in {key, known.get(key, OUTSIDE).casefold()}:
            return candidates
    if wanted or len(by_round) > 1:
        ways = " or ".join(f"`/pilot select {known.get(key, OUTSIDE)}`" for key in by_round)
        raise Refused(f"Which round? {ways}." if by_round else TWO)
    return found


async def ask_the_sponsor(ack: Ack, asked: Asked, services: Services) -> None:
    now, form = services.clock.now(), asked.form
    takes_over = asked.about.get("program")

    async with services.database.writing() as session:
        primary = await stored_cases.get(session, asked.workspace, as_id(form.choice("primary") or ""))
        chosen = form.choice("backup")
        backup = await stored_cases.get(session, asked.workspace, as_id(chosen)) if chosen else None
        await _check_may(session, asked, services, primary, takes_over)
        found = await stored_cases.list_candidates(session, asked.workspace)
        round = await find_round(session, asked.workspace, primary)
        count_why = form.text("count_why") or (round.count_why if round else None)
        if not takes_over:
            selections.check_count(sum(each.round == primary.round for each in found), count_why)
        selection = selections.select(
            primary, backup, id=uuid4(), by=asked.person, why=form.needed("why"), now=now, count_why=count_why,
            takes_over=takes_over is not None,
        )  # fmt: skip
        states = (UseCaseState.PRIMARY, UseCaseState.BACKUP)
        await stored_cases.clear_states(session, asked.workspace, primary.round, *states)
        for use_case, state in zip((primary, backup), states, strict=True):
            if use_case:
                await stored_cases.save_state(session, asked.workspace, use_case.id, state)
        await stored.add(session, asked.workspace, selection)
        await outbox.add(
            session, asked.workspace, Post(AgreementAsked(selection.id), to_person(selection.sponsor), now)
        )
        await audit.note(session, asked.by, did="use-case:select", to=primary.name, at=now, after=selection)

    await ack(response_action="update", view=shown.asked_the_sponsor(selection, primary))


async def _check_may(session: Session, asked: Asked, services: Services, primary: UseCase, program: str | None) -> None:
    """A backup that takes over may also be selected by those who lead the program that has stopped."""
    if program:
        stopped = await programs.get(session, asked.workspace, as_id(program))
        _check_stopped(stopped)
        await people.check_may(session, asked, "use-case:select", stopped.id, playbook=services.playbook)
    else:
        await check_may(session, asked, services.playbook, primary, "use-case:select")


# --- the sponsor's agreement --------------------------------------------------------------------------------------


async def open_agreement(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        selection = await stored.get(session, asked.workspace, asked.id)
        selections.check_answers(selection, by=asked.person)
        primary, backup = await _both(session, asked.workspace, selection)
        others = [name for name, _ in await _other_priorities(session, asked.workspace, selection)]
    score = scores.score(primary, services.playbook)
    await present(asked, shown.agreement(selection, primary, backup, score, others))


async def answer(ack: Ack, asked: Asked, services: Services) -> None:
    now, agrees = services.clock.now(), asked.form.choice("answer") == "agree"

    async with services.database.writing() as session:
        before = await stored.get(session, asked.workspace, asked.about_id("selection"))
        await people.check_may(
            session, asked, "use-case:agree", playbook=services.playbook,
            also={"sponsor"} if asked.person == before.sponsor else (),
        )  # fmt: skip
        primary = await stored_cases.get(session, asked.workspace, before.primary)
        others = await _other_priorities(session, asked.workspace, before)
        after = selections.answer(
            before, by=asked.person, agrees=agrees, comment=asked.form.text("comment"), now=now,
            others=[name for name, _ in others], steps_back=asked.form.text("steps_back"),
        )  # fmt: skip
        await stored.save(session, asked.workspace, after)
        await _follow(session, asked.workspace, after, primary, [each for _, each in others if each])
        await audit.note(
            session, asked.by, did=f"use-case:{after.state}", to=primary.name, at=now, before=before, after=after
        )


async def _follow(
    session: Session, workspace: UUID, answered: Selection, primary: UseCase, others: Iterable[Program]
) -> None:
    """The message changes in place, who selected learns of it, and so does what steps back."""
    now = answered.answered_at
    assert now is not None  # noqa: S101 - it has just been answered
    if answered.state is SelectionState.DECLINED:
        await stored_cases.clear_states(session, workspace, primary.round, UseCaseState.PRIMARY, UseCaseState.BACKUP)
    else:
        await _close_round(session, workspace, answered, now)
        for each in others:
            to = each.channel or in_program(each.id)
            await outbox.add(session, workspace, Post(PriorityStepsBack(answered.id, each.id), to, now))
    await outbox.show(session, workspace, Post(AgreementAsked(answered.id), to_person(answered.sponsor), now))
    await outbox.add(session, workspace, Post(AgreementGiven(answered.id), to_person(answered.selected_by), now))


async def _close_round(session: Session, workspace: UUID, agreed: Selection, now: datetime) -> None:
    """Its round has done its work."""
    round = await rounds.get(session, workspace, agreed.round) if agreed.round else None
    if round and round.is_open:
        closed = replace(round, closed_by=agreed.sponsor, closed_at=now, count_why=agreed.count_why)
        await rounds.save(session, workspace, closed, next_due_at=None)


async def _other_priorities(
    session: Session, workspace: UUID, selection: Selection
) -> list[tuple[str, Program | None]]:
    """What this sponsor has put first already: programs that go on, and primaries agreed on that have not begun."""
    ids = await stored_people.list_programs_of(session, workspace, selection.sponsor)
    found: list[tuple[str, Program | None]] = []
    for program in await programs.list_programs(session, workspace, ids):
        roles = await people.roles_in(session, workspace, selection.sponsor, program.id)
        if program.state is ProgramState.RUNNING and "sponsor" in roles:
            found.append((f"{program.code} {program.title}", program))
    for each in await stored.list_latest(session, workspace):
        agreed = each.state is SelectionState.AGREED and each.sponsor == selection.sponsor
        if agreed and each.id != selection.id and each.round != selection.round:
            use_case = await stored_cases.get(session, workspace, each.primary)
            if use_case.is_open:
                found.append((f"{use_case.name} {use_case.title}", None))
    return found


async def _both(session: Session, workspace: UUID, selection: Selection) -> tuple[UseCase, UseCase | None]:
    primary = await stored_cases.get(session, workspace, selection.primary)
    backup = await stored_cases.get(session, workspace, selection.backup) if selection.backup else None
    return primary, backup


# --- the backup, when the primary stops ---------------------------------------------------------------------------


async def offer_backup(session: Session, workspace: UUID, program: Program, *, stop: UUID, now: datetime) -> None:
    """To its sponsor and product owner, when a decision stops the primary; `stop` is that decision."""
    if program.backup is None or program.state is ProgramState.RUNNING:
        return
    if not (await stored_cases.get(session, workspace, program.backup)).is_open:
        return
    acting = (await standings.get(session, program)).acting
    users = sorted({*acting.get("sponsor", ()), *acting.get("product-owner", ())})
    await outbox.add(
        session, workspace, *(Post(BackupOffered(program.id, stop, user), to_person(user), now) for user in users)
    )


async def open_take_over(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        program = await programs.get(session, asked.workspace, asked.id)
        await people.check_may(session, asked, "use-case:select", program.id, playbook=services.playbook)
        _check_stopped(program)
        backup = await stored_cases.get(session, asked.workspace, program.backup) if program.backup else None
        found = await stored_cases.list_candidates(session, asked.workspace)
    if backup is None or not backup.is_open:
        raise Refused("Its backup is no candidate any more. `/pilot candidates` shows those that are.")
    same = [each for each in found if each.round == backup.round]
    ranked = scores.ranked(same, services.playbook)
    await present(asked, shown.selection(ranked, backup_of=program, primary=backup))


def _check_stopped(program: Program) -> None:
    if program.state is ProgramState.RUNNING:
        raise Refused(f"{program.code} is running again: its backup stays the backup.")


# --- what the sender says -----------------------------------------------------------------------------------------


async def agreement_asked(session: Session, workspace: UUID, subject: AgreementAsked, now: datetime) -> Message:
    selection = await stored.get(session, workspace, subject.selection)
    return shown.agreement_asked(selection, *await _both(session, workspace, selection))


async def agreement_given(session: Session, workspace: UUID, subject: AgreementGiven, now: datetime) -> Message:
    selection = await stored.get(session, workspace, subject.selection)
    return shown.agreement_given(selection, await stored_cases.get(session, workspace, selection.primary))


async def priority_steps_back(session: Session, workspace: UUID, subject: PriorityStepsBack, now: datetime) -> Message:
    selection = await stored.get(session, workspace, subject.selection)
    primary = await stored_cases.get(session, workspace, selection.primary)
    return shown.steps_back(selection, primary, await programs.get(session, workspace, subject.program))


async def backup_offered(session: Session, workspace: UUID, subject: BackupOffered, now: datetime) -> Message | None:
    """Nothing, where the program goes on by now."""
    program = await programs.get(session, workspace, subject.program)
    if program.backup is None or program.state is ProgramState.RUNNING:
        return None
    return shown.backup_offered(program, await stored_cases.get(session, workspace, program.backup))
