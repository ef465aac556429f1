"""How the evidence at a gate has changed since somebody saw it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from json import dumps, loads
from typing import Any

from program import signals
from program.playbook import Gate
from program.signatures import beyond
from program.standings import Standing

WORDS = {
    "done": "done",
    "not-applicable": "not applicable",
    "open": "open",
    "in-progress": "in progress",
    "proposed": "said not to apply",
    "waived": "waived",
}


def plain(standing: Standing, gate: Gate) -> dict[str, Any]:
    """The packet as it can be stored and compared."""
    packet: dict[str, Any] = loads(dumps(standing.packet(gate) | beyond(standing, gate)))
    return packet


def frozen(standing: Standing, gate: Gate, now: datetime) -> dict[str, Any]:
    """The packet as it is kept with a vote or a signature: the signs of trouble too, though none rests on them.

    A sign that comes or goes follows from something else, which is material or is not (framework 1).
    """
    return plain(standing, gate) | {"signals": signals.kept(standing, now)}


def changes(before: Mapping[str, Any], standing: Standing, gate: Gate) -> list[str]:
    """What is different now, a phrase each: items, then risks, then KPIs."""
    now = plain(standing, gate)
    return [
        *_items(before["items"], now["items"], standing),
        *_risks(before["risks"], now["risks"]),
        *_kpis(before["kpis"], now["kpis"], standing),
        *_beyond(before, now, standing),
    ]


def _beyond(before: Mapping[str, Any], now: Mapping[str, Any], standing: Standing) -> Iterator[str]:
    """The tier, and what registers say of the architecture (framework 6)."""
    if before.get("tier") != now.get("tier"):
        yield "the tier, or a fact behind it, is another"
    titles = {each.key: each.title for each in standing.playbook.registers}
    for name in sorted(each for each in before.keys() | now.keys() if "." in each):
        if before.get(name) != now.get(name):
            yield f"“{titles.get(name.split('.')[0], name)}” says something else"


def _items(before: Mapping[str, Any], now: Mapping[str, Any], standing: Standing) -> Iterator[str]:
    for key in sorted(before.keys() | now.keys()):
        was, became = before.get(key), now.get(key)
        if was == became:
            continue
        title = f"“{standing.playbook.item(key).title}”"
        if was is None or became is None:
            yield f"{title} {'counts now' if was is None else 'no longer counts'}"
        elif was[0] != became[0]:
            yield f"{title} is {WORDS[became[0]]} now, and was {WORDS[was[0]]}"
        else:
            yield f"{title} has {'another reason' if was[2] != became[2] else 'other evidence'}"


def _risks(before: list[Any], now: list[Any]) -> Iterator[str]:
    was, became = _by_number(before), _by_number(now)
    for number in sorted(was.keys() | became.keys()):
        old, new = was.get(number), became.get(number)
        if old is None and new is not None:
            yield f"R-{number} is new, with a score of {new[0]}"
        elif new is None:
            yield f"R-{number} is closed"
        elif old is not None and old[0] != new[0]:
            yield f"R-{number} scores {new[0]} now, and scored {old[0]}"
        elif old != new:
            yield f"R-{number} has another owner"


def _kpis(before: list[Any], now: list[Any], standing: Standing) -> Iterator[str]:
    was, became = _by_number(before), _by_number(now)
    names = {kpi.number: kpi.name for kpi in standing.kpis}
    for number in sorted(was.keys() | became.keys()):
        old, new = was.get(number), became.get(number)
        if old == new:
            continue
        name = f"K-{number} {names.get(number, '')}".rstrip()
        if old is None:
            yield f"{name} is new"
        elif new is None:
            yield f"{name} is gone"
        elif old[2] != new[2]:
            yield f"{name} has a new reading: {new[2]:g}"
        else:
            yield f"{name} has another baseline or target"


def _by_number(rows: list[Any]) -> dict[int, list[Any]]:
    return {row[0]: row[1:] for row in rows}
