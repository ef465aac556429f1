"""Adopting a newer playbook in a program under way: what it reopens, and what cannot be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime
from uuid import UUID

from program import items
from program.errors import Refused
from program.items import Item
from program.playbook import Entry, Gate, Playbook
from program.programs import Program, check_unfinished
from program.signatures import SignatureState, signature, signatures
from program.standings import Standing

DEMANDS = frozenset({"evidence", "asks", "details", "register", "least", "rests_on", "proof"})  # of an entry done
MOST_REASON = 500


@dataclass(frozen=True, slots=True)
class Adoption:
    """From `at` on the program runs on the playbook with the digest `after`."""

    id: UUID
    program: UUID
    before: str
    after: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reopened:
    """One thing that is open again, or asked for anew: at a gate, of an item, of a role, or in the calendar."""

    about: str
    what: str


@dataclass(frozen=True, slots=True)
class Adopted:
    """What adopting makes of a program; `ends` are the roles that nobody holds any more."""

    program: Program
    adoption: Adoption
    items: tuple[Item, ...]
    ends: tuple[str, ...]


def adopt(standing: Standing, new: Playbook, *, id: UUID, reason: str | None, by: str, now: datetime) -> Adopted:
    check(standing, new, now)
    if not reason:
        raise Refused("Say why: it is what people read who find their week changed.", field="reason")
    adoption = Adoption(id, standing.program.id, standing.program.playbook, new.digest, reason, by, now)
    reopened = (items.reopen(standing.item(each.key), passed=None, by=by, now=now) for each in redone(standing, new))
    return Adopted(replace(standing.program, playbook=new.digest), adoption, tuple(reopened), ending(standing, new))


def under(standing: Standing, new: Playbook) -> Standing:
    """The same program, were it to run on another playbook."""
    return replace(standing, playbook=new.at(standing.program.profile))


# --- what cannot be -----------------------------------------------------------------------------------------------


def check(standing: Standing, new: Playbook, now: datetime) -> None:
    """Refuse what would leave the program, or what is on its record, without a place."""
    check_unfinished(standing.program)
    if new.digest == standing.program.playbook:
        raise Refused(f"{standing.program.code} runs on this playbook already.")
    week, last = standing.week(now).number, new.weeks[-1].number
    if last < week:
        raise Refused(
            f"“{new.name}” {new.version} ends with week {last}, and {standing.program.code} is in week {week}: use one"
            " that goes on at least as long."
        )
    _check_polls(standing, new)
    _check_gates(standing, new)
    _check_roles(standing, new)


def _check_polls(standing: Standing, new: Playbook) -> None:
    """Nobody votes on one thing and has it counted as another."""
    later = {gate.key: gate for gate in new.at(standing.program.profile).gates}
    for poll in standing.polls:
        gate = standing.playbook.gate(poll.gate)
        if standing.decision_on(poll) is None and later.get(gate.key) != gate:
            raise Refused(
                f"A vote at “{gate.title}” is under way or not decided yet, and this playbook changes that gate:"
                " let it be decided first, with `/pilot vote`."
            )


def _check_gates(standing: Standing, new: Playbook) -> None:
    """What was passed, signed or decided at a gate stays readable only where the gate is."""
    kept = {gate.key for gate in new.gates}
    known = {each.gate for each in standing.passed} | {each.gate for each in standing.sign_offs}
    known |= {each.gate for each in standing.polls} | {each.gate for each in standing.decisions}
    for key in sorted(known - kept):
        raise Refused(
            f"The playbook has no gate “{key}” any more, and {standing.program.code} has signatures or decisions there:"
            " keep the gate in the playbook, and change what it asks for instead."
        )


def _check_roles(standing: Standing, new: Playbook) -> None:
    """A role that signed or voted stays, so that its name can be read; and somebody must be left who decides."""
    kept = {role.key for role in new.roles}
    asked = {each.role for each in standing.sign_offs}
    asked |= {role for poll in standing.polls for roles in poll.electorate.values() for role in roles}
    for key in sorted(asked - kept):
        title = standing.playbook.titles[key]
        raise Refused(
            f"{title} was asked to sign or vote in {standing.program.code}, and this playbook has no such role: keep"
            " the role, and take it out of the signers and voters of the gates ahead."
        )
    for gate in under(standing, new).gates_ahead:
        if not standing.holders.get(gate.decider):
            raise Refused(
                f"Nobody in {standing.program.code} holds the role “{new.role(gate.decider).title}”, which decides at"
                f" “{gate.title}” there: keep the role that decides today."
            )


# --- what reopens -------------------------------------------------------------------------------------------------


def redone(standing: Standing, new: Playbook) -> list[Entry]:
    """What is done, and of which something else is asked now; what a gate was passed with stays as it is."""
    later = {entry.key: entry for entry in new.at(standing.program.profile).items}
    return [
        later[entry.key]
        for entry in standing.playbook.items
        if entry.key in later and standing.is_settled(entry) and not standing.passed_with(entry)
        if DEMANDS.intersection(_demands(entry, later[entry.key]))
    ]


def _demands(before: Entry, after: Entry) -> Iterable[str]:
    """The settings that differ, its parts among them."""
    if type(before) is not type(after):
        return DEMANDS
    return [each.name for each in fields(after) if getattr(before, each.name) != getattr(after, each.name)]


def ending(standing: Standing, new: Playbook) -> tuple[str, ...]:
    """The roles that somebody holds and that are not there any more."""
    kept = {role.key for role in new.roles}
    return tuple(role.key for role in standing.playbook.roles if standing.appointed[role.key] and role.key not in kept)


def reopens(standing: Standing, new: Playbook, now: datetime) -> list[Reopened]:
    """What people will find open, asked for anew or moved, were this playbook adopted; of gates, only those ahead."""
    later = under(standing, new)
    return [*_gates(standing, later), *_items(standing, new), *_roles(standing, later, now), *_dates(standing, later)]


def _gates(standing: Standing, later: Standing) -> Iterator[Reopened]:
    known = {gate.key: gate for gate in standing.playbook.gates}
    for gate in later.gates_ahead:
        before = known.get(gate.key)
        if before is None:
            yield Reopened(gate.title, f"a new gate, in week {gate.week}")
            continue
        for key in gate.wanted:
            if key not in before.wanted and key not in standing.settled:
                yield Reopened(gate.title, f"waits for “{later.playbook.item(key).title}” as well")
        yield from _people(standing, later, before, gate)


def _people(standing: Standing, later: Standing, before: Gate, gate: Gate) -> Iterator[Reopened]:
    titles = later.playbook.titles
    for role in gate.signers:
        if role not in before.signers:
            yield Reopened(gate.title, f"{titles[role]} must sign as well")
    for role in gate.voters:
        if role not in before.voters:
            yield Reopened(gate.title, f"{titles[role]} votes as well")
    if before.decider != gate.decider:
        yield Reopened(gate.title, f"{titles[gate.decider]} decides")
    for given in signatures(standing, before):
        role = given.role.key
        if given.is_given and role in gate.signers:
            now = signature(_redone(standing, later), gate, role)
            if now.state is SignatureState.STALE:
                yield Reopened(gate.title, f"{titles[role]} is asked to sign once more")


def _redone(standing: Standing, later: Standing) -> Standing:
    """As it will stand, with what is reopened open."""
    opened = {each.key for each in redone(standing, later.playbook)}
    return replace(later, items={key: item for key, item in later.items.items() if key not in opened})


def _items(standing: Standing, new: Playbook) -> Iterator[Reopened]:
    for entry in redone(standing, new):
        yield Reopened(entry.title, f"is open again, since other evidence is asked for: {entry.evidence}")


def _roles(standing: Standing, later: Standing, now: datetime) -> Iterator[Reopened]:
    before = {role.key: role.needed_by for role in standing.playbook.roles}
    for role in later.playbook.roles:
        if role.needed_by is not None and not later.holders[role.key] and before.get(role.key) != role.needed_by:
            when = "now" if role.needed_by <= standing.week(now).number else f"by week {role.needed_by}"
            yield Reopened(role.title, f"is needed {when}, and nobody holds it")
    for key in ending(standing, later.playbook):
        yield Reopened(standing.playbook.role(key).title, "is no role any more; who holds it keeps what they did")


def _dates(standing: Standing, later: Standing) -> Iterator[Reopened]:
    known = {gate.key: gate for gate in standing.playbook.gates}
    for gate in later.gates_ahead:
        before = known.get(gate.key)
        if before and before.week != gate.week:
            yield Reopened(gate.title, f"closes in week {gate.week} instead of week {before.week}")
    due = {entry.key: entry.due_week for entry in standing.playbook.items}
    moved = [each for each in later.playbook.items if due.get(each.key, each.due_week) != each.due_week]
    for entry in moved:
        if not later.is_settled(entry):
            yield Reopened(entry.title, f"is due in week {entry.due_week} instead of week {due[entry.key]}")
    if standing.last_week != later.last_week:
        yield Reopened("The program", f"ends with week {later.last_week} instead of week {standing.last_week}")
