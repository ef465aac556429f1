"""What no longer holds: missed before launch it opens its gate again; after launch its decider is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from program import commitments, production
from program.conditions import Tracked
from program.decisions import Decision
from program.exemptions import has_lapsed
from program.items import Item
from program.launches import is_launched
from program.playbook import ChecklistItem
from program.programs import ProgramState
from program.standings import PassedGate, Standing

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Lapse:
    """A condition that was missed, or a waiver that is over; `reopens`: what is ahead again for it."""

    condition: Tracked | None = None
    item: Item | None = None
    reopens: PassedGate | None = None


def due(standing: Standing, now: datetime) -> list[Lapse]:
    """Before launch each on the day after its last; after launch once its days of grace are over."""
    if standing.program.state is not ProgramState.RUNNING:
        return []
    today = standing.program.today(now)
    missed = [each for each in commitments.overdue(standing, now) if today >= _day(standing, each.due)]
    waived = [each for each in standing.items.values() if has_lapsed(each, today) and today >= _end(standing, each)]
    return [
        *(Lapse(each, None, None if each.has_lapsed else _passed(standing, each.gate)) for each in missed),
        *(Lapse(None, each, _passed(standing, _gate(standing, each))) for each in waived),
    ]


def _passed(standing: Standing, gate: str | None) -> PassedGate | None:
    """The passing that rests on it; once launched, none is taken back."""
    return None if is_launched(standing) else next((each for each in standing.passed if each.gate == gate), None)


def _gate(standing: Standing, item: Item) -> str | None:
    entry = standing.playbook.item(item.key)
    return entry.gate if isinstance(entry, ChecklistItem) else None


def _day(standing: Standing, due: date) -> date:
    grace = standing.playbook.limits.grace_days if is_launched(standing) else 0
    return due + A_DAY * (1 + grace)


def _end(standing: Standing, item: Item) -> date:
    last = item.exemption.expires if item.exemption else None
    return _day(standing, last) if last else date.max


def review(standing: Standing) -> Decision | None:
    """The latest that says when a pause is looked at again (framework 3, Week 10: a pause has its day)."""
    if standing.program.state is not ProgramState.PAUSED:
        return None
    return next((each for each in reversed(standing.decisions) if each.review_on), None)


def next_at(standing: Standing, now: datetime) -> datetime | None:
    """When to look at this program again for what may lapse; nothing, where nothing can."""
    program, hour = standing.program, standing.playbook.cadence.prompt_time
    return min((at for day in _days(standing, now) if (at := program.at(day, hour)) > now), default=None)


def _days(standing: Standing, now: datetime) -> Iterable[date]:
    """Both with and without grace, since the launch may come in between."""
    paused = review(standing)
    if paused and paused.review_on:
        yield paused.review_on
    if (asking := production.next_asking(standing, now)) is not None:
        yield asking
    if standing.program.state is ProgramState.RUNNING:
        waivers = (each.exemption.expires for each in standing.items.values() if each.is_waived and each.exemption)
        for last in (*(each.due for each in commitments.unsettled(standing)), *(each for each in waivers if each)):
            yield last + A_DAY
            yield _day(standing, last)
