"""A program that was under way before Pilot: what was done before is marked so, and never passes for more than that."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from program.decisions import check_decides
from program.errors import Refused
from program.gates import missing
from program.items import Item, ItemState
from program.playbook import Entry, Gate
from program.standings import PassedGate, Standing

BEFORE = "Before Pilot"  # how what was done then begins, wherever it is shown


def week_of(standing: Standing) -> int:
    """The week in which it came to Pilot; 0 where it began there."""
    program = standing.program
    if not program.adopted or program.started_at is None:
        return 0
    return program.week(program.today(program.started_at), last=standing.last_week)


def open_before(standing: Standing) -> list[Entry]:
    """What the weeks before that one owed, and nobody has marked yet."""
    adopted = week_of(standing)
    return [each for each in standing.playbook.items if each.due_week < adopted and not standing.is_settled(each)]


def mark_done(standing: Standing, keys: Sequence[str], *, note: str | None, by: str, now: datetime) -> list[Item]:
    """These were done before; the note says where that can be seen. What they ask besides is not asked any more."""
    there = {each.key: each for each in open_before(standing)}
    if not keys:
        raise Refused("Tick what was done, or leave the form: the rest stays open.", field="note")
    if gone := [key for key in keys if key not in there]:
        title = standing.playbook.item(gone[0]).title
        raise Refused(f"“{title}” was settled meanwhile, or is not from before: open the form again.", field="note")
    if not note:
        raise Refused("Say where it can be seen: a link, a folder, a name. An auditor will ask.", field="note")
    return [
        replace(
            standing.item(key),
            state=ItemState.DONE,
            evidence=f"{BEFORE}: {note}",
            reason=None,
            changed_by=by,
            changed_at=now,
        )
        for key in keys
    ]


def gate_before(standing: Standing) -> Gate | None:
    """The next gate, where its week was over before the program came to Pilot."""
    gate = standing.next_gate
    return gate if gate and gate.week < week_of(standing) else None


def passed_before(
    standing: Standing, gate: Gate, *, on: date | None, why: str | None, by: str, now: datetime
) -> PassedGate:
    """The decider's word that it was passed elsewhere: with what is missing here, shown at every later gate."""
    upcoming = gate_before(standing)
    if upcoming is None or upcoming.key != gate.key:
        raise Refused("Only a gate of the weeks before this program came to Pilot can have been passed before.")
    deciders = standing.asked("decide", gate).get(gate.decider, ())
    check_decides(gate, deciders, by=by, title=standing.playbook.role(gate.decider).title)
    if on is None or on > standing.program.today(now):
        raise Refused("On which day was it passed? It lies in the past.", field="on")
    if not why:
        raise Refused("Say who decided then, and on what: it is shown at every later gate.", field="why")
    lacking = tuple(each.what for each in missing(standing, gate))
    return PassedGate(gate.key, now, by, f"{BEFORE}, on {on:%-d %B %Y}: {why}", lacking)
