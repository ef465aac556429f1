"""The plan in dates: what was first said, what is now, and the forms that move a date or choose the holidays."""

from datetime import datetime

from program.calendars import gate_days, moved_items, week_days
from program.programs import Program
from program.standings import Standing
from templates import blocks as b
from templates import picks
from templates.words import say

SHOW, OPEN_MOVE, MOVE = "plan-show", "plan-move-open", "plan-move"
OPEN_HOLIDAYS, HOLIDAYS = "plan-holidays-open", "plan-holidays"


def plan(standing: Standing, now: datetime, *, may_move: bool) -> b.Message:
    program = standing.program
    weeks = list(zip(standing.playbook.weeks, week_days(standing), strict=True))
    gates = list(zip(standing.playbook.gates, gate_days(standing), strict=True))
    facts = {"program": program, "week": standing.week(now), "standing": standing}
    text = say("plan_dates", **facts)
    buttons = [
        b.button("Move a date", OPEN_MOVE, str(program.id)),
        b.button("Public holidays", OPEN_HOLIDAYS, str(program.id)),
    ]
    return b.Message(
        text,
        [
            b.header(f"{program.code} · The plan"),
            b.section(text),
            *b.sections(say("plan_dates_gates", gates=gates, items=moved_items(standing), **facts)),
            *b.sections(say("plan_dates_weeks", weeks=weeks, **facts)),
            *([b.actions(*buttons)] if may_move else []),
        ],
    )


def move_form(standing: Standing) -> b.View:
    gates = [b.Choice(each.key, each.title) for each in standing.gates_ahead]
    gate = b.question("gate", "A gate", b.select_input(gates), optional=True)
    return b.modal(
        "Move a date",
        MOVE,
        [
            b.section(say("plan_move_intro", program=standing.program)),
            *([gate] if gates else []),
            picks.which(standing, label="Or an item", optional=True),
            b.question("day", "Its new day", b.date_input(), hint="A working day."),
            b.question("reason", "Why it moves", b.text_input(lines=True, most=500)),
        ],
        submit="Move it",
        about={"program": str(standing.program.id)},
    )


def moved(standing: Standing, key: str) -> b.View:
    return b.done("Moved", told(standing, key))


def told(standing: Standing, key: str) -> b.Message:
    dated = next(each for each in (*gate_days(standing), *moved_items(standing)) if each.key == key)
    text = say("plan_moved", program=standing.program, dated=dated, move=standing.program.move(key))
    return b.Message(text, [b.section(text)])


def holidays_form(program: Program) -> b.View:
    return b.modal(
        "Public holidays",
        HOLIDAYS,
        [
            b.section(say("plan_holidays_intro", program=program)),
            b.question(
                "country",
                "Country, or country and region",
                b.text_input(initial=program.country or None, most=10, placeholder="GB, or DE-BY"),
                hint="Leave it empty to keep none.",
                optional=True,
            ),
        ],
        submit="Save",
        about={"program": str(program.id), "year": str(program.start.year)},
    )


def holidays_chosen(standing: Standing) -> b.View:
    program, last = standing.program, standing.program.last_day(standing.last_week)
    days = sorted(each for each in program.holidays if program.start <= each <= last)
    text = say("plan_holidays_done", program=program, days=days)
    return b.done("Public holidays", b.Message(text, [b.section(text)]))
