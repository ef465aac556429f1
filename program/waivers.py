"""A waiver that ran out after the launch: its decider waives anew, accepts it as it is, or rolls back.

(framework 3, Week 12; 6: a gap is mitigated or accepted)
"""

from dataclasses import replace
from datetime import date, datetime

from program.errors import Refused
from program.exemptions import ExemptionKind, proposal
from program.gates import leads
from program.items import Item
from program.playbook import ChecklistItem
from program.programs import ProgramState
from program.standings import Standing

EXTEND, ACCEPT, ROLL_BACK = "extend", "accept", "roll-back"
KINDS = {EXTEND: ExemptionKind.WAIVER, ACCEPT: ExemptionKind.NOT_APPLICABLE}


def check_settles(standing: Standing, key: str, *, by: str) -> ChecklistItem:
    """The item whose waiver is over, for who decides on it: in a program that runs, and not on what is their own."""
    entry, item = standing.playbook.item(key), standing.item(key)
    if standing.program.state is not ProgramState.RUNNING:
        raise Refused("This program does not run: `/pilot status` says where it stands.")
    if not isinstance(entry, ChecklistItem) or item.is_settled or item.is_proposed:
        raise Refused(f"“{entry.title}” was settled meanwhile: `/pilot checklist` shows how.")
    if by not in leads(standing, "gate:override"):
        raise Refused("Whoever decides at the gates settles this: `/pilot people` says who that is.")
    if by in standing.owners(entry):
        raise Refused(f"“{entry.title}” is yours to deliver: somebody else decides on it. Hand it over first.")
    return entry


def settled(
    standing: Standing, key: str, way: str, *, why: str | None, control: str | None, until: date | None, by: str,
    now: datetime,
) -> Item:  # fmt: skip
    """Waived anew, or accepted as it is, by the decider's own word."""
    today, longest = standing.program.today(now), standing.playbook.limits.waiver_days
    given = proposal(
        KINDS[way], reason=why, control=control, expires=until, by=by, today=today, longest=longest, now=now
    )
    return standing.item(key).exempted(replace(given, approved_by=by, approved_at=now), by=by, now=now)


def check_rolls_back(*, why: str | None, until: date | None, today: date) -> None:
    """Rolled back, the program is paused, and looked at again on a day."""
    if not why:
        raise Refused("Say why: the reason is shown at the gate.", field="reason")
    if until is None or until <= today:
        raise Refused("Choose the day on which you look at it again, after today.", field="expires")
