"""Who has the AI once it is live: the group, the share of the traffic, and every change of them with its reason."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from program.errors import Refused

WHOLE = 100  # percent


@dataclass(frozen=True, slots=True)
class Share:
    """A change of the group or of the share after the launch; each stays on record."""

    id: UUID
    program: UUID
    group: str
    percent: float
    since: date
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Live:
    """Who has it now, which share of the traffic, and since when; `change` is what said so, after the launch."""

    group: str
    percent: float | None
    since: date | None
    change: Share | None = None


def turn(share: Share, before: Live | None) -> str:
    """What the change did to the share of the traffic, in a word."""
    was = before.percent if before else None
    if was is None or was == share.percent:
        return ""
    return "raised" if share.percent > was else "lowered"


def check(share: Share, now: Live | None, *, most: int, today: date) -> Share:
    """From a day that has come, and never without why: nobody raises it in passing (framework 3, Week 11, 1)."""
    if now is None:
        raise Refused("It is not live yet: `/pilot launch` shows what the launch waits for.")
    if not 0 <= share.percent <= WHOLE:
        raise Refused("A share is from 0 to 100 %.", field="percent")
    if (share.group, share.percent) == (now.group, now.percent):
        raise Refused("This is the group and the share already. Change one of them.", field="percent")
    if share.since > today:
        raise Refused("This day is still to come: record the change once it is made.", field="since")
    if now.since and share.since < now.since:
        raise Refused(f"What stands there is of {now.since:%-d %b %Y}: this cannot be earlier.", field="since")
    if not share.reason:
        more = f" More than {most} % needs its reason." if share.percent > most else ""
        raise Refused(f"Say why, such as what the readings showed.{more}", field="reason")
    return share
