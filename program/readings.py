"""Readings: what may be recorded, rates from two counts, and corrections that leave the old value on record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from program.errors import Refused
from program.kpis import Kind, Kpi, Reading, kept


def check_reading(reading: Reading, earlier: Sequence[Reading], *, today: date) -> Reading:
    if reading.on > today:
        raise Refused("This day is still to come: a reading is of today or earlier.", field="on")
    if any(each.on == reading.on and each.value == reading.value for each in earlier):
        raise Refused("This value is recorded for this day already.", field="part" if reading.whole else "value")
    return reading


def rate(part: float, whole: float) -> float:
    """The percentage that `part` is of `whole` (framework 3, Week 11, activity 3)."""
    if whole <= 0:
        raise Refused("Of how many? This must be more than 0.", field="whole")
    if part < 0:
        raise Refused("This must be 0 or more.", field="part")
    if part > whole:
        raise Refused("This is more than the whole below it. Check both numbers.", field="part")
    return kept(100 * part / whole)


def correct(kpi: Kpi, old: UUID, new: Reading, *, today: date) -> Reading:
    """The reading that takes the place of an old one, which stays on record with the reason."""
    replaced = next((each for each in kpi.readings if each.id == old), None)
    if replaced is None:
        raise Refused("This reading is not there any more. `/pilot kpi` shows those that are.")
    if old in kpi.corrected:
        raise Refused("This reading is corrected already: correct the one that took its place.", field="reason")
    if not new.reason:
        raise Refused("Say why it was wrong: the old value stays on record, with your reason.", field="reason")
    if (new.value, new.on, new.part, new.whole) == (replaced.value, replaced.on, replaced.part, replaced.whole):
        raise Refused("This is what is recorded already. Change the value or the day.", field="reason")
    others = [each for each in kpi.counting if each.id != old]
    return replace(check_reading(new, others, today=today), replaces=old)


def with_reading(kpi: Kpi, reading: Reading) -> Kpi:
    return replace(kpi, readings=tuple(sorted((*kpi.readings, reading), key=lambda each: (each.on, each.at))))


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form holds: one value, or for a rate its two counts; a correction has its reason."""

    on: date
    value: float | None = None
    part: float | None = None
    whole: float | None = None
    note: str | None = None
    reason: str | None = None


def taken(kpi: Kpi, typed: Typed, *, by: str, now: datetime) -> Reading:
    if kpi.kind is Kind.RATE:
        if typed.part is None or typed.whole is None:
            raise Refused("Both counts are needed here.", field="part" if typed.part is None else "whole")
        value = rate(typed.part, typed.whole)
    elif typed.value is None:
        raise Refused("A number is needed here.", field="value")
    else:
        value = typed.value
    return Reading(
        value, typed.on, typed.note, by, now, uuid4(), part=typed.part, whole=typed.whole, reason=typed.reason
    )


def breaks(before: Kpi, after: Kpi) -> bool:
    """A guard or a rate that was held, or not yet read, and is not held now."""
    return after.is_broken and not before.is_broken
