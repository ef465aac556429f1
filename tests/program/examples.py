"""A program that has just begun, to be changed by a test into what it is about."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from playbook.loader import load
from program.errors import Refused
from program.items import Item, ItemState
from program.people import Appointment
from program.playbook import Gate
from program.programs import Program
from program.sign_offs import SignOff, SignOffState
from program.signatures import digest
from program.standings import PassedGate, Standing

PLAYBOOK = load()
START = date(2026, 1, 12)
NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
PROGRAM = Program(
    UUID(int=1), "CLAIMS", "Claims", UUID(int=2), None, PLAYBOOK.digest, START, "Europe/Berlin", "C1", "ai-claims"
)
DISCOVERY, FOUNDATION, GO_NO_GO = (PLAYBOOK.gate(key) for key in ("discovery", "foundation", "go-no-go"))
GATE_DAY = date(2026, 1, 30)  # of discovery
EVERY_ROLE = {role.key: [role.key.upper()] for role in PLAYBOOK.roles}


def morning(day: date) -> datetime:
    """Nine o'clock and a minute in Berlin, in winter."""
    return datetime(day.year, day.month, day.day, 8, 1, tzinfo=UTC)


def begun(holders: Mapping[str, Sequence[str]] = EVERY_ROLE, passed: Sequence[str] = ("selection", "data")) -> Standing:
    """Nothing is done; each role is held by a person of its name in capitals; the last of `passed` is behind it."""
    appointments = tuple(
        Appointment(PROGRAM.id, role, user, NOW + timedelta(minutes=place), "PROGRAM-MANAGER")
        for role, users in holders.items()
        for place, user in enumerate(users)
    )
    keys = [each.key for each in PLAYBOOK.gates]
    last = max((keys.index(each) for each in passed), default=-1)
    behind = tuple(PassedGate(gate, NOW, "SPONSOR") for gate in keys[: last + 1])
    return Standing(
        program=PROGRAM,
        playbook=PLAYBOOK,
        sign_offs=(),
        passed=behind,
        polls=(),
        appointments=appointments,
        items={},
        blockers=(),
        risks=(),
        kpis=(),
        decisions=(),
    )


def delivered(standing: Standing, gate: Gate, by: str = "PROGRAM-MANAGER") -> Standing:
    """All that the gate asks for is there, but for signatures."""
    ticked = [each.key for each in standing.playbook.checklist_due_by(gate.key)]
    return with_items(standing, *(done(key, by=by) for key in (*gate.wanted, *ticked)))


def done(key: str, *, by: str = "PROGRAM-MANAGER", evidence: str = "https://wiki.example/it") -> Item:
    return Item(key, ItemState.DONE, by, evidence, None, by, NOW)


def with_items(standing: Standing, *items: Item) -> Standing:
    return replace(standing, items={**standing.items, **{item.key: item for item in items}})


def asked(standing: Standing, gate: Gate, *roles: str) -> Standing:
    """These roles are asked to sign, or all that must."""
    requests = [
        SignOff(uuid4(), PROGRAM.id, gate.key, role, standing.holders[role][0], "PROGRAM-MANAGER", NOW)
        for role in roles or gate.signers
    ]
    return replace(standing, sign_offs=(*standing.sign_offs, *requests))


def signed(standing: Standing, state: SignOffState = SignOffState.APPROVED, *, comment: str | None = None) -> Standing:
    """Everybody who was asked and has not answered answers so, on what is there."""
    answered = tuple(
        replace(
            each,
            state=state,
            comment=comment,
            signed_at=NOW,
            digest=digest(standing, PLAYBOOK.gate(each.gate), each.role),
        )
        if each.state is SignOffState.ASKED
        else each
        for each in standing.sign_offs
    )
    return replace(standing, sign_offs=answered)


def complete(gate: Gate) -> Standing:
    """Nothing is missing at this gate."""
    keys = [each.key for each in PLAYBOOK.gates]
    standing = delivered(begun(passed=keys[: keys.index(gate.key)]), gate)
    return signed(asked(standing, gate))


@contextmanager
def refuses(sentence: str | None = None, *, field: str | None) -> Iterator[None]:
    """What is done in here is refused, with this in the sentence, beside this field of the form."""
    with pytest.raises(Refused, match=sentence) as refusal:
        yield
    assert refusal.value.field == field
