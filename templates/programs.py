"""Starting a program: the form, the plan with its real dates, the business case, and what people are told."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from math import inf

from program.playbook import Gate, Phase, Playbook, Role
from program.programs import Program
from program.standings import Standing
from program.use_cases import UseCase
from program.visibility import Visibility
from templates import blocks as b
from templates import visibility as visible
from templates.adoption import OPEN as OPEN_ADOPT
from templates.words import say

OPEN_START, START, TIMEZONE = "program-open-start", "program-start", "timezone"
MAKE, TAKE = "make", "take"
MOST_IN_HANDS = 15  # things named in one message; `/pilot todo` has them all
SHOWN = 15  # hits of a search among the time zones


def start(
    use_case: UseCase,
    playbook: Playbook,
    *,
    monday: date,
    timezone: str,
    channel_name: str,
    here: str | None,
    manager: str,
) -> b.View:
    """Dates, channel, and who takes part in week 1; below them those who may be appointed later."""
    named = {"sponsor": use_case.sponsor, "product-owner": use_case.product_owner, "program-manager": manager}
    given = {role.key: [user] for right, user in named.items() if user for role in playbook.by_right.get(right, ())[:1]}
    taking = "the channel I am in" if here else ""
    monday_field, *plan = dates(monday=monday, timezone=timezone, channel_name=channel_name, here=taking)
    return b.modal(
        "Start a program",
        START,
        [
            b.section(say("start_intro", use_case=use_case, playbook=playbook)),
            monday_field,
            b.question(
                "adopted",
                "Is it under way already? What has happened so far",
                b.text_input(lines=True, most=500),
                hint="Then choose the Monday in the past on which its week 1 began; what is done is marked next.",
                optional=True,
            ),
            *plan,
            *people(playbook, given),
        ],
        submit="Start",
        about={"use_case": str(use_case.id), **({"here": here} if here else {})},
    )


def dates(
    *, monday: date, timezone: str, channel_name: str, here: str, visibility: Visibility = Visibility.WORKSPACE
) -> list[b.Block]:
    """When, in which channel, and who sees it; `here` are the words for a channel that is there already."""
    choices = [b.Choice(MAKE, "Make a channel for it"), *([b.Choice(TAKE, f"Take {here}")] if here else [])]
    return [
        b.question("start", "Week 1 begins on a Monday", b.date_input(initial=monday)),
        b.question(
            TIMEZONE,
            "Time zone of the program",
            b.external_input(initial=b.Choice(timezone, timezone), placeholder="Europe/Berlin"),
            hint="Prompts come in the morning there.",
        ),
        b.question("channel", "Channel", b.radio_input(choices, initial=MAKE)),
        b.question(
            "channel_name", "Name of the new channel", b.text_input(initial=channel_name, most=80), optional=True
        ),
        visible.question(visibility),
    ]


def people(playbook: Playbook, given: Mapping[str, Sequence[str]]) -> list[b.Block]:
    """Who takes part in week 1; below them those who may be appointed later."""
    later = [role for role in playbook.roles if not role.needed_to_start]
    return [
        *(_role(role, given.get(role.key, [])) for role in playbook.roles if role.needed_to_start),
        b.divider(),
        b.section(say("start_later")),
        *(_role(role, given.get(role.key, [])) for role in sorted(later, key=_needed_by)),
    ]


def _role(role: Role, users: Sequence[str]) -> b.Block:
    needed = role.needed_to_start
    when = "" if needed else f" Needed by week {role.needed_by}." if role.needed_by else " May stay empty."
    return b.question(
        role.key, role.title, b.people_input(initial=users, most=10), hint=role.description + when, optional=not needed
    )


def _needed_by(role: Role) -> float:
    return inf if role.needed_by is None else role.needed_by


def started(program: Program) -> b.View:
    text = say("program_started", program=program)
    mark = b.button("Mark what is done", OPEN_ADOPT, str(program.id), style="primary")
    return b.done("Started", b.Message(text, [b.section(text), *([b.actions(mark)] if program.adopted else [])]))


def timezones(found: Sequence[str]) -> list[b.Block]:
    return [b.option(b.Choice(name, name.replace("_", " "))) for name in found[:SHOWN]]


def plan(standing: Standing) -> b.Message:
    """The 13 weeks by phase, the gates between them, and who takes part."""
    program, playbook = standing.program, standing.playbook
    phases = [_phase(standing, phase) for phase in playbook.phases]
    text = say("plan", program=program, last=program.last_day(standing.last_week), playbook=playbook)
    people = [(role.title, standing.holders[role.key]) for role in playbook.roles if standing.holders[role.key]]
    vacant = [
        (role.title, role.needed_by) for role in playbook.roles if role.needed_by and not standing.holders[role.key]
    ]
    return b.Message(
        text,
        [
            b.header(f"{program.code} · {program.title}"),
            b.section(text),
            *(block for phase in phases for block in b.sections(say("plan_phase", **phase))),
            *b.sections(say("plan_people", people=people, vacant=vacant)),
            b.actions(
                b.button("This week", "week-show", str(program.id), style="primary"),
                b.button("Status", f"status-open:{program.code}", str(program.id)),
                b.button("People", "people-show", str(program.id)),
            ),
        ],
    )


def _phase(standing: Standing, phase: Phase) -> Mapping[str, object]:
    weeks = [standing.playbook.week(number) for number in phase.weeks]
    gates: list[tuple[Gate, date, list[str], bool]] = [
        (gate, standing.gate_day(gate), _who_settles(standing.playbook, gate), standing.is_passed(gate))
        for gate in standing.playbook.gates
        if gate.phase == phase.key
    ]
    return {
        "program": standing.program,
        "phase": phase,
        "weeks": [(week, standing.program.monday(week.number)) for week in weeks],
        "gates": gates,
    }


def _who_settles(playbook: Playbook, gate: Gate) -> list[str]:
    """A vote has its decider; any other gate is passed with its signatures."""
    return [playbook.role(role).title for role in ([gate.decider] if gate.kind == "vote" else gate.signers)]


def role_given(
    standing: Standing,
    roles: Sequence[Role],
    first: Sequence[tuple[str, date]],
    now: datetime,
    in_hands: Sequence[tuple[str, date | None]] = (),
) -> b.Message:
    """`first` is what they are asked for first, each with its day; `in_hands` what waits for them by name."""
    program = standing.program
    begun = program.start <= program.today(now)
    shown = in_hands[:MOST_IN_HANDS]
    more = len(in_hands) - len(shown)
    text = say("role_given", program=program, roles=roles, first=first, begun=begun, in_hands=shown, more=more)
    return b.Message(text, [*b.sections(text), b.actions(b.button("What waits for me", "todo-show"))])


def channel_lost(program: Program, why: str) -> b.Message:
    """`why` is Slack's word for it."""
    text = say("channel_lost", program=program, why=why)
    return b.Message(text, [b.section(text)])


def moved(program: Program, *, is_new: bool) -> b.Message:
    text = say("program_moved", program=program, is_new=is_new)
    return b.Message(text, [b.section(text)])
