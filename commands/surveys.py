"""The staging pilot: who takes part, and the rounds in which they are asked. No answer ever reaches the audit trail."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from commands import items, people
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program import facts, pilots, surfaces, surveys
from program.audit import BOT, Actor
from program.authority import may
from program.errors import Refused
from program.pilots import Pilot
from program.playbook import Playbook
from program.posts import Post, SurveyAsked, SurveyClosed, SurveyNudge, in_program, to_person
from program.programs import ProgramState, check_unfinished
from program.questionnaires import Questionnaire
from program.standings import Standing
from program.surveys import Answer, Survey
from storage import audit, outbox, programs, standings
from storage import people as stored_people
from storage import surveys as stored
from storage.database import Session
from templates import surveys as shown
from templates.blocks import Message
from templates.words import say


def register(table: Dispatch) -> None:
    table.command("survey", show, help="The staging pilot: who takes part, its surveys, results", may="survey:see")
    table.action(shown.SHOW, show)
    table.action(shown.OPEN_ENROL, open_enrol)
    table.action(shown.OPEN_START, open_start)
    table.action(shown.CLOSE, close)
    table.action(shown.OPEN_ANSWER, open_answer)
    table.action(shown.STOP, stop)
    table.action(shown.RESULTS, show_results)
    table.view(shown.ENROL, enrol)
    table.view(shown.START, start)
    table.view(shown.ANSWER, answer)
    table.render(SurveyAsked, survey_asked)
    table.render(SurveyNudge, survey_nudge)
    table.render(SurveyClosed, survey_closed)


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, roles = await items.find_standing(session, asked, "survey:see")
        pilot = await stored.get_pilot(session, standing.program.id)
        found = next((each for each in standing.surveys if each.is_open), None)
        answers = await stored.list_answers(session, found.id) if found else []
    _check_asks(standing.playbook)
    answered = sum(each.facts is not None for each in answers), len(answers)
    message = shown.overview(
        standing, pilot, answered, may_enrol=may("survey:enrol", roles), may_run=may("survey:run", roles)
    )
    await ack(text=message.text, blocks=message.blocks)


async def show_results(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        survey, standing = await _find(session, asked, asked.id, "survey:see")
    await items.present(asked, shown.results(standing, survey))


def _check_asks(playbook: Playbook) -> None:
    if not playbook.questionnaires:
        raise Refused("This program's playbook has no questionnaires: its surveys.toml would name them.")


# --- who takes part -----------------------------------------------------------------------------------------------


async def open_enrol(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "survey:enrol")
        pilot = await stored.get_pilot(session, standing.program.id)
    check_unfinished(standing.program)
    _check_asks(standing.playbook)
    await items.present(asked, shown.enrol(standing.program, pilot, standing.playbook))


async def enrol(ack: Ack, asked: Asked, services: Services) -> None:
    """The audit trail says how many take part, not who."""
    now, why = services.clock.now(), asked.form.text("why")
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "survey:enrol")
    chosen = {form.key: asked.form.users(form.key) for form in standing.playbook.questionnaires}
    await people.meet(asked, services, [user for users in chosen.values() for user in users])
    async with services.database.writing() as session:
        standing, _ = await items.find_standing(session, asked, "survey:enrol")
        program = standing.program
        check_unfinished(program)
        await _check_people(session, asked, chosen)
        pilots.check(chosen, why, standing.playbook)
        before = await stored.get_pilot(session, program.id)
        after = replace(before, people=chosen, why=why, changed_by=asked.person, changed_at=now)
        await stored.save_pilot(session, after)
        await outbox.refresh(session, asked.workspace, *surfaces.of_prompt(standing, now))
        await audit.note(
            session, asked.by, did="survey:enrol", to=program.code, at=now, program=program.id,
            before=_counts(before), after=_counts(after) | {"why": why},
        )  # fmt: skip
    counts = [(form, len(chosen[form.key])) for form in standing.playbook.questionnaires]
    is_open = any(each.is_open for each in standing.surveys)
    await ack(response_action="update", view=shown.enrolled(program, counts, is_open=is_open))


async def _check_people(session: Session, asked: Asked, chosen: Mapping[str, Sequence[str]]) -> None:
    known = await stored_people.list_known(
        session, asked.workspace, [user for each in chosen.values() for user in each]
    )
    for key, users in chosen.items():
        for user in users:
            if user not in known:
                raise Refused("Slack does not know one of these people. Choose them from this workspace.", field=key)
            pilots.check_can_take_part(known[user], key=key)


def _counts(pilot: Pilot) -> dict[str, object]:
    return {key: len(users) for key, users in pilot.people.items()}


# --- a round ------------------------------------------------------------------------------------------------------


async def open_start(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "survey:run")
        pilot = await stored.get_pilot(session, standing.program.id)
    program, playbook = standing.program, standing.playbook
    check_unfinished(program)
    closes_on = program.today(services.clock.now()) + timedelta(days=playbook.limits.survey_days)
    asking = sum(len(pilot.asked(form.key)) for form in playbook.questionnaires)
    await items.present(asked, shown.start(program, asking, closes_on, playbook))


async def start(ack: Ack, asked: Asked, services: Services) -> None:
    now, closes_on = services.clock.now(), asked.form.date("closes_on")
    async with services.database.writing() as session:
        standing, _ = await items.find_standing(session, asked, "survey:run")
        program, playbook = standing.program, standing.playbook
        check_unfinished(program)
        pilot = await stored.get_pilot(session, program.id)
        asking = [(form, user) for form in playbook.questionnaires for user in pilot.asked(form.key)]
        today = program.today(now)
        closes_on = closes_on or today + timedelta(days=playbook.limits.survey_days)
        found = next((each for each in standing.surveys if each.is_open), None)
        surveys.check(closes_on, open_round=found, asked=len(asking), today=today)
        survey = Survey(uuid4(), program.id, len(standing.surveys) + 1, closes_on, asked.person, now)
        due = surveys.next_due(survey, program, playbook.cadence, playbook.limits, now)
        invited = [Answer(uuid4(), survey.id, form.key, user) for form, user in asking]
        await stored.add(session, survey, invited, next_due_at=due)
        posts = [Post(SurveyAsked(survey.id, each.user), to_person(each.user), now) for each in invited]
        await outbox.add(session, asked.workspace, *posts)
        after = {"closes_on": closes_on, "asked": len(invited)}
        await audit.note(
            session, asked.by, did="survey:start", to=_named(program.code, survey), at=now, program=program.id,
            after=after,
        )  # fmt: skip
    await ack(response_action="update", view=shown.started(program, survey, len(invited)))


def _named(code: str, survey: Survey) -> str:
    return f"{code} survey {survey.number}"


async def close(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.writing() as session:
        _, standing = await _find(session, asked, asked.id, "survey:run")
        survey = await _close(session, asked.by, asked.id, standing, now)
    await ack(text=say("survey_closed_now", program=standing.program, survey=survey))


async def _close(session: Session, by: Actor, id: UUID, standing: Standing, now: datetime) -> Survey:
    """Counted, told, and forgotten who said what."""
    before, program = await stored.lock(session, by.workspace, id), standing.program
    answers = await stored.list_answers(session, id)
    after = surveys.closed(before, answers, standing.playbook, by=by.user, now=now)
    await stored.close(session, after)
    await outbox.refresh(session, by.workspace, *(SurveyAsked(id, each.user) for each in answers))
    await outbox.add(session, by.workspace, Post(SurveyClosed(id), program.channel or in_program(program.id), now))
    await outbox.refresh(session, by.workspace, *surfaces.of_evidence(standing))
    counted = {each.key: {"asked": each.asked, "answered": each.answered} for each in after.results}
    await audit.note(
        session, by, did="survey:close", to=_named(program.code, after), at=now, program=program.id, after=counted
    )
    return after


async def _find(session: Session, asked: Asked, id: UUID, action: str) -> tuple[Survey, Standing]:
    survey = await stored.get(session, asked.workspace, id)
    standing = await standings.get(session, await programs.get(session, asked.workspace, survey.program))
    await people.check_may(session, asked, action, survey.program, playbook=standing.playbook)
    return survey, standing


# --- one person's answers -----------------------------------------------------------------------------------------


async def open_answer(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        survey, mine, form = await _mine(session, asked, asked.id)
    await items.present(asked, shown.form(survey, form, mine))


async def answer(ack: Ack, asked: Asked, services: Services) -> None:
    """Not noted in the audit trail: it would tell who answered, and when."""
    async with services.database.writing() as session:
        await stored.lock(session, asked.workspace, asked.about_id("survey"))
        survey, mine, form = await _mine(session, asked, asked.about_id("survey"))
        given = facts.check(form.fields, asked.form.facts(form.fields))
        await stored.save_answer(session, replace(mine, facts=given))
        await outbox.refresh(session, asked.workspace, SurveyAsked(survey.id, asked.person))
    await ack(response_action="update", view=shown.thanks(survey))


async def stop(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.writing() as session:
        survey, _, _ = await _mine(session, asked, asked.id)
        pilot = await stored.get_pilot(session, survey.program)
        if asked.person not in pilot.stopped:
            await stored.save_pilot(session, replace(pilot, stopped=[*pilot.stopped, asked.person]))
        await outbox.refresh(session, asked.workspace, SurveyAsked(survey.id, asked.person))
    await ack(text=say("survey_stopped", survey=survey))


async def _mine(session: Session, asked: Asked, id: UUID) -> tuple[Survey, Answer, Questionnaire]:
    survey = await stored.get(session, asked.workspace, id)
    mine = surveys.check_answers(survey, await stored.find_answer(session, id, asked.person))
    program = await programs.get(session, asked.workspace, survey.program)
    playbook = (await standings.list_calendars(session, [program]))[0].playbook
    return survey, mine, next(each for each in playbook.questionnaires if each.key == mine.group)


# --- what falls due -----------------------------------------------------------------------------------------------


async def post_due(services: Services) -> None:
    """The one reminder of each round whose time has come, and its closing."""
    now = services.clock.now()
    async with services.database.reading() as session:
        due = await stored.due(session, now)
    for workspace, id in due:
        async with services.database.writing() as session:
            survey = await stored.lock(session, workspace, id)
            if survey.is_open:
                await _turn(session, workspace, survey, now)


async def _turn(session: Session, workspace: UUID, survey: Survey, now: datetime) -> None:
    standing = await standings.get(session, await programs.get(session, workspace, survey.program))
    program, cadence, limits = standing.program, standing.playbook.cadence, standing.playbook.limits
    if now >= surveys.closes_at(survey, program, cadence):
        await _close(session, Actor(workspace, BOT, "the end of the survey"), survey.id, standing, now)
        return
    pilot = await stored.get_pilot(session, survey.program)
    silent = [each.user for each in await stored.list_answers(session, survey.id) if each.facts is None]
    posts = [Post(SurveyNudge(survey.id, user), to_person(user), now) for user in silent if user not in pilot.stopped]
    await outbox.add(session, workspace, *posts)
    await stored.look_again(session, survey.id, surveys.next_due(survey, program, cadence, limits, now))


async def survey_asked(session: Session, workspace: UUID, subject: SurveyAsked, now: datetime) -> Message:
    survey = await stored.get(session, workspace, subject.survey)
    program = await programs.get(session, workspace, survey.program)
    pilot = await stored.get_pilot(session, survey.program)
    limits = (await standings.list_calendars(session, [program]))[0].playbook.limits
    mine = await stored.find_answer(session, survey.id, subject.user)
    return shown.asked(program, survey, mine, limits, stopped=subject.user in pilot.stopped)


async def survey_nudge(session: Session, workspace: UUID, subject: SurveyNudge, now: datetime) -> Message | None:
    """Nothing, where it was answered meanwhile, or the program does not go on."""
    survey = await stored.get(session, workspace, subject.survey)
    mine = await stored.find_answer(session, survey.id, subject.user)
    program = await programs.get(session, workspace, survey.program)
    if mine is None or mine.facts is not None or program.state is not ProgramState.RUNNING:
        return None
    return shown.nudge(program, survey)


async def survey_closed(session: Session, workspace: UUID, subject: SurveyClosed, now: datetime) -> Message:
    survey = await stored.get(session, workspace, subject.survey)
    standing = await standings.get(session, await programs.get(session, workspace, survey.program))
    return shown.closed(standing, survey)
