"""The staging pilot's surveys: who takes part, a round, its questions for one person, and what came out."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from program.pilots import Pilot
from program.playbook import Limits, Playbook
from program.programs import Program
from program.questionnaires import Questionnaire
from program.standings import Standing
from program.surveys import SAVED, Answer, Group, Survey, acceptable, distrust, latest
from templates import blocks as b
from templates import facts as asked_facts
from templates.words import say

SHOW, OPEN_ENROL, OPEN_START, CLOSE = "survey-show", "survey-open-enrol", "survey-open-start", "survey-close"
OPEN_ANSWER, STOP, RESULTS = "survey-open-answer", "survey-stop", "survey-results"
ENROL, START, ANSWER = "survey-enrol", "survey-start", "survey-answer"
MOST_COMMENTS, MOST_ROUNDS = 5, 8


def overview(
    standing: Standing, pilot: Pilot, answered: tuple[int, int], *, may_enrol: bool, may_run: bool
) -> b.Message:
    """`answered`: of the open round, how many have and how many were asked; never who."""
    program, rounds = standing.program, standing.surveys
    open_round = next((each for each in rounds if each.is_open), None)
    counts = [(form, len(pilot.people.get(form.key, ()))) for form in standing.playbook.questionnaires]
    text = say("surveys", program=program, counts=counts, why=pilot.why, survey=open_round, answered=answered)
    id, enrolled = str(program.id), any(count for _, count in counts)
    buttons = []
    if may_enrol:
        style = None if enrolled else "primary"
        buttons.append(b.button("Change who takes part" if enrolled else "Enrol people", OPEN_ENROL, id, style=style))
    if may_run and enrolled and not open_round:
        buttons.append(b.button("Start a round", OPEN_START, id, style="primary"))
    if may_run and open_round:
        sure = b.confirm("Close it now?", "Nobody can answer or change anything after that.", yes="Close it")
        buttons.append(b.button("Close it now", CLOSE, str(open_round.id), confirm=sure))
    shown = [b.section(text), *([b.actions(*buttons)] if buttons else [])]
    shown += [_round(standing.playbook, each) for each in rounds[::-1][:MOST_ROUNDS] if not each.is_open]
    return b.Message(text, shown)


def _round(playbook: Playbook, survey: Survey) -> b.Block:
    open_it = b.button(
        "Results", f"{RESULTS}:{survey.number}", str(survey.id), label=f"Results of round {survey.number}"
    )
    return b.section(say("survey_row", survey=survey, groups=_groups(playbook, survey)), accessory=open_it)


def _groups(playbook: Playbook, survey: Survey) -> list[tuple[Questionnaire, Group]]:
    found = [(form, survey.group(form.key)) for form in playbook.questionnaires]
    return [(form, group) for form, group in found if group is not None]


def enrol(program: Program, pilot: Pilot, playbook: Playbook) -> b.View:
    chosen = [
        b.question(
            form.key,
            form.title,
            b.people_input(initial=pilot.people.get(form.key, ())),
            hint=f"{form.least} to {form.most} are expected; another number has its reason below.",
            optional=True,
        )
        for form in playbook.questionnaires
    ]
    why = b.question("why", "Why fewer or more?", b.text_input(initial=pilot.why, most=200), optional=True)
    return b.modal("The staging pilot", ENROL, [*chosen, why], submit="Save", about={"program": str(program.id)})


def start(program: Program, asked: int, closes_on: date, playbook: Playbook) -> b.View:
    intro = b.section(say("survey_start", asked=asked, limits=playbook.limits))
    until = b.question("closes_on", "Open until", b.date_input(initial=closes_on))
    return b.modal("Start a round", START, [intro, until], submit="Ask them", about={"program": str(program.id)})


def started(program: Program, survey: Survey, asked: int) -> b.View:
    text = say("survey_started", program=program, survey=survey, asked=asked)
    return b.done("Survey", b.Message(text, [b.section(text)]))


def enrolled(program: Program, counts: Sequence[tuple[Questionnaire, int]], *, is_open: bool) -> b.View:
    text = say("survey_enrolled", program=program, counts=counts)
    button = b.button("Start a round", OPEN_START, str(program.id), style="primary")
    return b.done("The staging pilot", b.Message(text, [b.section(text), *([] if is_open else [b.actions(button)])]))


# --- for one person -----------------------------------------------------------------------------------------------


def asked(program: Program, survey: Survey, answer: Answer | None, limits: Limits, *, stopped: bool) -> b.Message:
    """The one message, kept current: asked, answered, closed."""
    state = "closed" if not survey.is_open else "answered" if answer and answer.facts is not None else "asked"
    text = say("survey_asked", program=program, survey=survey, state=state, stopped=stopped, limits=limits)
    if state == "closed":
        return b.Message(text, [b.section(text)])
    id = str(survey.id)
    is_new = state == "asked"
    label, style = ("Answer", "primary") if is_new else ("Change my answers", None)
    first = b.button(label, OPEN_ANSWER, id, style=style)
    stop = [] if stopped else [b.button("Stop asking me", STOP, id)]
    return b.Message(text, [b.section(text), b.actions(first, *stop)])


def nudge(program: Program, survey: Survey) -> b.Message:
    text = say("survey_nudge", program=program, survey=survey)
    id = str(survey.id)
    return b.Message(
        text,
        [
            b.section(text),
            b.actions(b.button("Answer", OPEN_ANSWER, id, style="primary"), b.button("Stop asking me", STOP, id)),
        ],
    )


def form(survey: Survey, questionnaire: Questionnaire, answer: Answer) -> b.View:
    intro = b.context(say("survey_intro", survey=survey))
    questions = asked_facts.questions(questionnaire.fields, answer.facts or {})
    return b.modal("How is it going?", ANSWER, [intro, *questions], submit="Send", about={"survey": str(survey.id)})


def thanks(survey: Survey) -> b.View:
    text = say("survey_thanks", survey=survey)
    return b.done("Thank you", b.Message(text, [b.section(text)]))


# --- what came out ------------------------------------------------------------------------------------------------


def results(standing: Standing, survey: Survey) -> b.View:
    before = next((each for each in standing.surveys if each.number == survey.number - 1 and not each.is_open), None)
    shown = [block for text in _told(standing, survey, before, MOST_COMMENTS * 2) for block in b.sections(text)]
    return b.modal(f"Round {survey.number}", "list", shown, close="Close", about={"program": str(standing.program.id)})


def closed(standing: Standing, survey: Survey) -> b.Message:
    """For the program's channel."""
    before = next((each for each in standing.surveys if each.number == survey.number - 1), None)
    head = say("survey_closed", program=standing.program, survey=survey)
    texts = [head, *_told(standing, survey, before, MOST_COMMENTS)]
    return b.Message(b.spoken("\n\n".join(texts)), [block for text in texts for block in b.sections(text)])


def _told(standing: Standing, survey: Survey, before: Survey | None, comments: int) -> list[str]:
    doubtful = {each.key for each in distrust(survey.results, standing.playbook)}
    return [
        say(
            "survey_group",
            verdict=each,
            lines=_lines(each.form, each.group, before.group(each.form.key) if before else None),
            is_doubtful=each.form.key in doubtful,
            least=standing.playbook.limits.survey_least,
            comments=each.group.comments[:comments],
            more=max(len(each.group.comments) - comments, 0),
        )
        for each in acceptable(survey.results, standing.playbook)
    ]


def _lines(form: Questionnaire, group: Group, before: Group | None) -> list[dict[str, Any]]:
    titles = {field.key: field.title for field in form.measured()} | {SAVED: "Time saved a task, in minutes"}
    earlier: Mapping[str, Any] = before.measures if before else {}
    return [
        {"title": title, "measure": group.measures[key], "before": earlier.get(key)}
        for key, title in titles.items()
        if key in group.measures
    ]


def brief(standing: Standing) -> list[str]:
    """The last results in a line for each group, for status and packet."""
    last = latest(standing.surveys)
    found = acceptable(last.results, standing.playbook) if last else []
    return [
        say("survey_brief", verdict=each, survey=last, lines=_lines(each.form, each.group, None)[-3:]) for each in found
    ]
