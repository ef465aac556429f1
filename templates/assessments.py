"""The inventory of pilots without a program, one of them as a card, its form, the report, and the plan of a sprint."""

from collections.abc import Sequence
from datetime import date, timedelta

from program.assessments import GAPS, Assessed, Assessment, Running, recommended
from program.pasted_pilots import NAME, UNIT, WHAT
from program.playbook import Playbook
from templates import blocks as b
from templates.blockers import turns
from templates.words import say

LIST, REPORT, OPEN, OPEN_ADD, OPEN_PASTE = (
    "assess-list", "assess-report", "assess-open", "assess-open-add", "assess-open-paste",
)  # fmt: skip
OPEN_ANSWERS, OPEN_PLAN, PROPOSE = "assess-open-answers", "assess-open-plan", "assess-propose"
SAVE, PASTE = "assess-save", "assess-paste"
PAGE, MOST_REPORTED = 8, 8
A_WEEK, FRIDAY = timedelta(weeks=1), timedelta(days=4)
STATES = {Running.RUNNING: "running", Running.STALLED: "stalled", Running.STOPPED: "stopped"}
SAMPLE = "name, what, unit, owner, state\nInvoice reader, Reads supplier invoices, Finance, Kim, stalled"


# --- the inventory ------------------------------------------------------------------------------------------------


def listed(found: Sequence[Assessment], ready: Sequence[Assessment], *, page: int = 0) -> b.Message:
    page = max(min(page, max(len(found) - 1, 0) // PAGE), 0)
    text = say("assessments", count=len(found), ready=[each.pilot for each in ready])
    names = {each.pilot.id for each in ready}
    rows = [_row(each, is_ready=each.pilot.id in names) for each in found[page * PAGE : (page + 1) * PAGE]]
    buttons = [
        b.button("Add one", OPEN_ADD, style=None if found else "primary"),
        b.button("Paste a list", OPEN_PASTE),
        *([b.button("Report", REPORT)] if found else []),
    ]
    turned = turns(LIST, "all", page, len(found), PAGE)
    return b.Message(
        text,
        [
            b.header("Pilots without a program"),
            *b.sections(text),
            *rows,
            *([b.actions(*turned)] if turned else []),
            b.actions(*buttons),
        ],
    )


def _row(assessed: Assessment, *, is_ready: bool) -> b.Block:
    pilot = assessed.pilot
    told = say("assessment_row", one=assessed, pilot=pilot, state=STATES[pilot.state], is_ready=is_ready)
    return b.section(told, accessory=b.button("Open", f"{OPEN}:{pilot.id}", str(pilot.id), label=f"Open: {pilot.name}"))


def report(found: Sequence[Assessment], playbook: Playbook) -> b.Message:
    """What is ready and why, then each pilot with its gaps, best first; behind the first few only their scores."""
    ready, least = recommended(found, playbook), playbook.limits.sprint_from
    waiting = [each for each in found if each.pilot.state is not Running.STOPPED and not each.pilot.use_case]
    text = say("assessment_report", count=len(found), ready=ready, first=next(iter(waiting), None), least=least)
    told = [b.section(b.shortened(_gaps(each, least), b.SECTION)) for each in found[:MOST_REPORTED]]
    rest = found[MOST_REPORTED:]
    more = [b.context(b.shortened(say("assessment_rest", rest=rest), b.SECTION))] if rest else []
    shown = [b.header("Assessment report"), *b.sections(text), *told, *more, b.actions(b.button("Inventory", LIST))]
    return b.Message(b.shortened(text, b.SECTION), shown)


def _gaps(assessed: Assessment, least: int) -> str:
    pilot = assessed.pilot
    facts = {"one": assessed, "pilot": pilot, "state": STATES[pilot.state], "why_not": assessed.why_not(least)}
    return say("assessment_gaps", gaps=GAPS, **facts)


# --- one of them --------------------------------------------------------------------------------------------------


def card(assessed: Assessment, why_not: Sequence[str], *, news: str | None = None) -> b.View:
    pilot, value = assessed.pilot, str(assessed.pilot.id)
    text = say("assessment_card", one=assessed, pilot=pilot, state=STATES[pilot.state], gaps=GAPS, why_not=why_not,
               news=news)  # fmt: skip
    buttons = [b.button("Change answers", OPEN_ANSWERS, value), b.button("Plan of 90 days", OPEN_PLAN, value)]
    if not pilot.use_case and pilot.state is not Running.STOPPED:
        buttons.append(b.button("Propose it", PROPOSE, value, style=None if why_not else "primary"))
    return b.modal("A pilot", "assess-card", [*b.sections(text), b.actions(*buttons)], close="Close")


def form(playbook: Playbook, pilot: Assessed | None = None) -> b.View:
    """A tick for what shows; nothing to do for what does not."""
    modes, answers = playbook.failure_modes, pilot.answers if pilot else {}
    unknown = [each for mode in modes for each in mode.symptoms if pilot and each.key not in pilot.answers]
    choices = [b.Choice(each.key, each.title) for mode in modes for each in mode.symptoms]
    states = [b.Choice(each.value, title.capitalize()) for each, title in STATES.items()]
    state = pilot.state if pilot else Running.RUNNING
    many = b.many_input(choices, initial=[each.key for each in unknown])
    return b.modal(
        pilot.name if pilot and len(pilot.name) <= b.TITLE else "A pilot",
        SAVE,
        [
            b.question("name", "Its name", b.text_input(initial=pilot.name if pilot else None, most=NAME)),
            b.question("what", "What it does", b.text_input(initial=pilot.what or None if pilot else None, most=WHAT),
                       optional=True),
            b.question("unit", "For which unit", b.text_input(initial=pilot.unit or None if pilot else None, most=UNIT),
                       optional=True),
            b.question("owner", "Who answers for it", b.person_input(initial=pilot.owner if pilot else None),
                       optional=True),
            b.question("state", "How it stands", b.radio_input(states, initial=state.value)),
            b.section(say("assessment_ticks")),
            *(
                b.question(f"shows-{mode.key}", mode.title,
                           b.checkbox_input([b.Choice(each.key, each.title, each.ask) for each in mode.symptoms],
                                            initial=[key for key, shows in answers.items() if shows]),
                           optional=True)
                for mode in modes
            ),
            b.question("unknown", "What nobody knows yet", many, optional=True,
                       hint="It counts as a gap until somebody finds out."),
        ],
        submit="Save",
        about={"pilot": str(pilot.id)} if pilot else {},
    )  # fmt: skip


def paste() -> b.View:
    rows = b.text_input(lines=True, most=3000, placeholder=SAMPLE)
    hint = "One line a pilot, in any order of columns, up to 3,000 characters at once; what is not answered is a gap."
    return b.modal("Paste a list", PASTE, [b.question("rows", "First the columns, then a line for each pilot", rows,
                                                      hint=hint)], submit="Add all")  # fmt: skip


def pasted(pilots: Sequence[Assessed]) -> b.View:
    text = say("assessments_pasted", pilots=pilots)
    return b.done("Added", b.Message(text, [b.section(text), b.actions(b.button("Inventory", LIST))]))


# --- the sprint ---------------------------------------------------------------------------------------------------


def plan(assessed: Assessment, playbook: Playbook, start: date) -> b.View:
    """The phases and gates by date, were it to start on this Monday, and in which week each gap is to be closed."""
    gates = [(gate, start + A_WEEK * (gate.week - 1) + FRIDAY) for gate in playbook.gates if gate.week > 0]
    ahead = [(phase, min(phase.weeks) - 1, max(phase.weeks) - 1) for phase in playbook.phases if min(phase.weeks) > 0]
    phases = [(phase, start + A_WEEK * first, start + A_WEEK * last + FRIDAY) for phase, first, last in ahead]
    mend = sorted(assessed.findings, key=lambda each: (each.symptom.week, -each.symptom.gravity))
    text = say("assessment_plan", pilot=assessed.pilot, start=start, phases=phases, gates=gates, mend=mend)
    button = b.button("Propose it", PROPOSE, str(assessed.pilot.id), style="primary")
    shown = [*b.sections(text), *([] if assessed.pilot.use_case else [b.actions(button)])]
    return b.modal("Plan of 90 days", "assess-plan", shown, close="Close")
