"""What falls due on a day of its own, beside weeks and gates: readings, reviews, actions, the choice of what leads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from program import targets, trainings
from program.kpis import Kind
from program.programs import ProgramState
from program.registers import code
from program.standings import Standing

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Dated:
    """`duty` is one of `program.owing.Duty`, `about` what its button needs."""

    duty: str
    what: str
    due: date
    about: UUID | str
    by: tuple[str, ...]


def dated(standing: Standing, now: datetime) -> list[Dated]:
    """All that has a day, also one that is still to come."""
    if standing.program.state is not ProgramState.RUNNING:
        return []
    return [
        *_readings(standing),
        *_reviews(standing),
        *_actions(standing),
        *_trainings(standing),
        *_choices(standing),
        *_stops(standing, now),
    ]


def pressing(standing: Standing, now: datetime) -> list[Dated]:
    """Those whose day has come; an action is somebody's from the start."""
    today = standing.program.today(now)
    return [each for each in dated(standing, now) if each.due <= today or each.duty == "act"]


def asked(standing: Standing, day: date, now: datetime) -> set[str]:
    """Who is asked on that day: when it falls due, and every few working days while it is late."""
    every = standing.playbook.cadence.overdue_every_days
    return {user for each in dated(standing, now) if _is_asked(each.due, day, every) for user in each.by}


def _is_asked(due: date, day: date, every: int) -> bool:
    """By working days: so what falls on a weekend is asked for on the Monday after it."""
    if day < due or day.weekday() >= SATURDAY:
        return False
    since = sum((due + timedelta(days=ahead)).weekday() < SATURDAY for ahead in range((day - due).days))
    return since % every == 0


def _readings(standing: Standing) -> Iterable[Dated]:
    """A KPI that is read in a rhythm is asked for when its next reading is due (framework 3, Week 1; Week 11)."""
    for kpi in standing.kpis:
        if kpi.reader and kpi.read_due:
            what = f"Read {kpi.code} {kpi.name}"
            yield Dated("read", what, kpi.read_due, str(kpi.id), (kpi.reader,))


def _reviews(standing: Standing) -> Iterable[Dated]:
    for risk in standing.open_risks:
        if risk.owner and risk.review_on:
            yield Dated("reassess", f"Review {risk.code}: {risk.title}", risk.review_on, risk.id, (risk.owner,))


def _actions(standing: Standing) -> Iterable[Dated]:
    for action in standing.open_actions:
        yield Dated("act", f"{action.code}: {action.what}", action.due, action.id, (action.owner,))


def _trainings(standing: Standing) -> Iterable[Dated]:
    """Whoever holds the sessions counts who came, else who put one down (framework 3, Week 12, activity 1)."""
    for register, row, day in trainings.uncounted(standing):
        by = standing.holders.get(register.owner_role, ()) or (row.added_by,)
        yield Dated("count", f"Say how many came to {code(register, row)}", day, row.id, by)


def _choices(standing: Standing) -> Iterable[Dated]:
    """One metric leads from week 9 on, and the rates of the launch are read from week 11 on (framework 3)."""
    rules, by = standing.playbook.measures.kpis, standing.holders.get("product-owner", ())
    weeks = {week.number for week in standing.playbook.weeks}
    if rules.headline_week in weeks and standing.kpis and not any(each.is_headline for each in standing.kpis):
        yield Dated("lead", "Choose the one KPI that leads", standing.program.monday(rules.headline_week), "lead", by)
    lacking = bool(rules.rates) and not any(each.kind is Kind.RATE for each in standing.kpis)
    if rules.rates_week in weeks and standing.kpis and lacking:
        titles = ", ".join(each.title.lower() for each in rules.rates)
        what = f"Set up what is read from launch on: {titles}"
        yield Dated("rates", what, standing.program.monday(rules.rates_week), "rates", by)


def _stops(standing: Standing, now: datetime) -> Iterable[Dated]:
    """The decider is asked whether to go on."""
    for kpi in targets.stopped(standing, now):
        what = f"Decide whether to go on: {kpi.code} {kpi.name}"
        due = kpi.stop_on or standing.program.today(now)
        yield Dated("go-on", what, due, str(kpi.id), targets.deciders(standing))
