"""What the parts of a playbook must agree on: the order of phases, dates, gates and roles.

Each function takes what could be built, which is less than the whole where an entry was at fault.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from playbook.tables import WEEKS
from program.authority import RIGHTS
from program.changes import ChangeKind
from program.playbook import Cadence, ChecklistItem, Deliverable, Gate, Option, Phase, Role, Week

CHOICES = 10  # the radio buttons that a modal can show
EYES = 2  # roles that approve a change
NAMED = ("sponsor", "product-owner")  # by the intake form


def weeks(built: Sequence[Week], phases: Sequence[Phase]) -> Iterator[str]:
    """What is due in a week is due within its phase."""
    for week in built:
        for entry in week.entries:
            where = f"{WEEKS}/{week.phase}.toml, week {week.number}, {entry.key}"
            yield from _within(where, "due_week", entry.due_week, week.phase, phases)


def order(phases: Sequence[Phase]) -> Iterator[str]:
    """The weeks of a phase come after those of the phase before."""
    for before, phase in pairwise(sorted(phases, key=lambda each: each.number)):
        where = f"phases.toml, {phase.key}"
        if phase.number == before.number:
            yield f"{where}: there is a phase {phase.number} already; renumber one of the two."
        elif before.weeks and phase.weeks and phase.weeks[0] <= before.weeks[-1]:
            yield f"{where}: it begins in week {phase.weeks[0]}, before {before.key} is over; renumber its weeks."


def deliverables(built: Sequence[Deliverable], phases: Sequence[Phase]) -> Iterator[str]:
    """Each is due within its phase, and somebody else than its owner accepts it."""
    for each in built:
        where = f"deliverables.toml, {each.key}"
        yield from _within(where, "due_week", each.due_week, each.phase, phases)
        if each.owner_role in each.accepted_by:
            yield f"{where}: {each.owner_role} cannot accept its own work; take it out of “accepted_by”."
        elif not each.accepted_by:
            yield f"{where}: “accepted_by” is empty; name at least one role."


def checklist(built: Sequence[ChecklistItem], gates: Sequence[Gate]) -> Iterator[str]:
    """An item is due before the gate whose score counts it first."""
    closes = {gate.key: gate.week for gate in gates}
    for item in built:
        week = closes.get(item.gate)
        if week is not None and item.due_week > week:
            where = f"checklist.toml, {item.section}, {item.key}"
            yield (
                f"{where}: “due_week” is {item.due_week}, but its gate {item.gate} closes in week {week};"
                " use an earlier week or a later gate."
            )


def gates(built: Sequence[Gate], phases: Sequence[Phase], deliverables: Sequence[Deliverable]) -> Iterator[str]:
    begins = {phase.key: phase.weeks[0] for phase in phases if phase.weeks}
    due = {each.key: each.due_week for each in deliverables}
    for gate in built:
        where = f"gates.toml, {gate.key}"
        yield from _within(where, "week", gate.week, gate.phase, phases)
        if gate.blocks_phase is not None and begins.get(gate.blocks_phase, gate.week + 1) <= gate.week:
            yield f"{where}: “blocks_phase” must be a phase that begins after week {gate.week}."
        for key in gate.deliverables:
            if due.get(key, gate.week) > gate.week:
                yield f"{where}: “{key}” is due in week {due[key]}, after this gate; move one of the two."
        yield from _choices(where, gate)


def roles(built: Sequence[Role]) -> Iterator[str]:
    for role in built:
        if role.key in role.not_together:
            yield f"roles.toml, {role.key}: “not_together” names the role itself; remove it there."
        yield from _rights(f"roles.toml, {role.key}", role)
    for right in NAMED if built else ():
        if not any(right in role.rights for role in built):
            yield f'roles.toml: nobody acts as {right}, whom each proposal names; give one role acts_as = ["{right}"].'


def changes(built: Sequence[ChangeKind]) -> Iterator[str]:
    """Two pairs of eyes at the least: one person's approval of a change is soon a habit."""
    for each in built:
        where = f"changes.toml, {each.key}"
        if len(set(each.approvers)) < EYES:
            yield f"{where}: “approvers” has {len(set(each.approvers))} roles; name at least {EYES}."
        for role in sorted({*each.approvers} & {*each.also_approve}):
            yield f"{where}: {role} approves always; take it out of “also_approve”."
    if len(built) > CHOICES:
        yield f"changes.toml: there are {len(built)} kinds; keep at most {CHOICES}."


def cadence(built: Cadence) -> Iterator[str]:
    days = built.live_review_days
    if not days or list(days) != sorted(set(days)):
        yield "cadence.toml: “live_review_days” must be days in rising order, such as [30, 90, 180]."


def _rights(where: str, role: Role) -> Iterator[str]:
    """Every role may do something, and who only reads may do nothing else."""
    if not role.rights & RIGHTS:
        yield f"{where}: a role of your own needs “acts_as”; name the roles that ship whose rights it has."
    elif role.reads_only != ("auditor" in role.rights) or (role.reads_only and len(role.rights) > 1):
        yield f'{where}: who only reads acts as auditor alone; write reads_only = true, acts_as = ["auditor"].'


def _choices(where: str, gate: Gate) -> Iterator[str]:
    """A vote needs voters, options, and a decision that opens the way; other gates have none of these."""
    lists: dict[str, Sequence[str | Option]] = {
        "voters": gate.voters,
        "options": gate.options,
        "decisions": gate.decisions,
    }
    for name, entries in lists.items():
        if gate.kind == "vote" and not entries:
            yield f"{where}: a vote needs “{name}”; add them."
        elif gate.kind != "vote" and entries:
            yield f'{where}: only a vote has “{name}”; remove them, or write kind = "vote".'
        if name != "voters" and len(entries) > CHOICES:
            yield f"{where}: “{name}” has {len(entries)} entries; keep at most {CHOICES}."
    most = len({*gate.voters, *(role for each in gate.at_tier for role in each.voters)})
    if (wanted := max(gate.quorum, *(each.quorum for each in gate.at_tier), 0)) > most:
        yield f"{where}: “quorum” is {wanted}, but {most} roles vote; lower it, or add voters."
    for role in (*gate.vetoes, *(role for each in gate.at_tier for role in each.vetoes)):
        if role not in {*gate.voters, *(role for each in gate.at_tier for role in each.voters)}:
            yield f"{where}: “vetoes” names {role}, which does not vote here; add it to “voters”."
    if gate.decisions and not any(each.effect == "pass" for each in gate.decisions):
        yield f'{where}: no decision opens the way; give one of them effect = "pass".'


def _within(where: str, name: str, number: int, phase: str, phases: Sequence[Phase]) -> Iterator[str]:
    for own in (each.weeks for each in phases if each.key == phase and each.weeks):
        if number not in own:
            yield f"{where}: “{name}” is {number}, outside {phase}; use a week from {own[0]} to {own[-1]}."
