"""A playbook as text to read, and as JSON to process."""

import json
from collections.abc import Iterator
from itertools import chain

from program.differences import Diff
from program.playbook import Activity, Entry, Gate, Playbook, Week


def as_json(playbook: Playbook) -> str:
    """Everything, with the digest by which running programs know it."""
    shown = {"digest": playbook.digest, **json.loads(playbook.to_json())}
    return json.dumps(shown, indent=2, ensure_ascii=False)


def as_difference(old: Playbook, new: Playbook, found: Diff) -> str:
    """Part by part, each with its kind and key; of what changed, the settings."""
    words = (("added", found.added), ("removed", found.removed), ("changed", found.changed))
    lines = [
        f"{word:8} {each.kind} {each.key}: {each.title}{' (' + ', '.join(each.settings) + ')' if each.settings else ''}"
        for word, changes in words
        for each in changes
    ]
    head = f"{_named(old)} -> {_named(new)}"
    return "\n".join([head, *(lines or ["No part differs."])])


def _named(playbook: Playbook) -> str:
    return f"{playbook.name}, version {playbook.version} ({playbook.digest[:12]})"


def as_text(playbook: Playbook) -> str:
    lines = chain(
        [_named(playbook)],
        _phases(playbook),
        _checklist(playbook),
        _roles(playbook),
    )
    return "\n".join(lines)


def _phases(playbook: Playbook) -> Iterator[str]:
    for phase in playbook.phases:
        yield from ("", f"Phase {phase.number}: {phase.title}", f"  {phase.goal}")
        for number in phase.weeks:
            yield from _week(playbook.week(number))
        yield from ("", "  Deliverables")
        yield from (f"    {_entry(each)}" for each in playbook.deliverables if each.phase == phase.key)
        for gate in (each for each in playbook.gates if each.phase == phase.key):
            yield from _gate(gate, playbook)


def _week(week: Week) -> Iterator[str]:
    yield from ("", f"  Week {week.number}: {week.title}", f"    {week.goal}")
    for entry in week.entries:
        yield f"    {_entry(entry)}"
        if isinstance(entry, Activity):
            yield from (f"        - {detail.title}" for detail in entry.details)


def _gate(gate: Gate, playbook: Playbook) -> Iterator[str]:
    yield from ("", f"  Gate: {gate.title}, closes at the end of week {gate.week}", f"    {gate.help}")
    for verb, roles in (("sign", gate.signers), ("vote", gate.voters), ("decide", (gate.decider,))):
        if roles:
            yield f"    To {verb}: {', '.join(playbook.role(role).title for role in roles)}"
    for verb, options in (("Vote", gate.options), ("Decision", gate.decisions)):
        if options:
            yield f"    {verb}: {', '.join(option.title for option in options)}"


def _checklist(playbook: Playbook) -> Iterator[str]:
    yield from ("", f"Checklist: {len(playbook.checklist)} items")
    for section in playbook.sections:
        yield from ("", f"  {section.title}")
        for item in (each for each in playbook.checklist if each.section == section.key):
            yield f"    {_entry(item)}, for {playbook.gate(item.gate).title}"


def _roles(playbook: Playbook) -> Iterator[str]:
    yield from ("", "Roles", "")
    yield from (f"    {role.title}: {role.description}" for role in playbook.roles)


def _entry(entry: Entry) -> str:
    return f"{entry.title} [{entry.key}] {entry.kind}, week {entry.due_week}, {entry.owner_role}"
