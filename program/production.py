"""What is live once the last gate is passed: when it is looked at again, by whom, and until it is retired."""

from datetime import date, datetime, timedelta

from program.errors import Refused
from program.kpis import Kind, Kpi
from program.live_reviews import Way
from program.programs import ProgramState, check_unfinished
from program.standings import Standing
from program.targets import lead

AGAIN_DAYS = 7  # a review that nobody answers is asked for once a week


def live_since(standing: Standing) -> date | None:
    """The day on which the last gate was passed: from then on it is a service (framework 3, Week 13)."""
    if standing.program.state is not ProgramState.FINISHED:
        return None
    last = standing.playbook.gates[-1].key
    passed = next((each for each in reversed(standing.passed) if each.gate == last), None)
    return standing.program.today(passed.at) if passed else None


def is_retired(standing: Standing) -> bool:
    return any(each.way is Way.RETIRE for each in standing.live_reviews)


def is_live(standing: Standing) -> bool:
    """In production, after the program: neither paused at its last gate, nor stopped, nor retired since."""
    return live_since(standing) is not None and not is_retired(standing)


def check_kept(standing: Standing) -> None:
    """A program that is over stays as it is; one that is in production still has people, readings and changes."""
    if not is_live(standing):
        check_unfinished(standing.program)


# --- reviews ------------------------------------------------------------------------------------------------------


def next_review(standing: Standing) -> date | None:
    """As it was set last, or the first of the days that the playbook gives after the last gate."""
    if not is_live(standing):
        return None
    if standing.live_reviews:
        return standing.live_reviews[-1].next_on
    since = live_since(standing)
    return suggested(standing, since) if since else None


def suggested(standing: Standing, after: date) -> date:
    """The next of the playbook's days that comes later; then as far apart as the last two."""
    days, since = standing.playbook.cadence.live_review_days, live_since(standing) or after
    planned = (since + timedelta(days=each) for each in days)
    return next((each for each in planned if each > after), after + timedelta(days=_rhythm(days)))


def _rhythm(days: tuple[int, ...]) -> int:
    return days[-1] - days[-2] if len(days) > 1 else days[-1]


def owners(standing: Standing) -> tuple[str, ...]:
    """Who is asked: the product owner, or who is there in the place of one."""
    roles = ("product-owner", "program-manager", "sponsor")
    return next((users for each in roles if (users := standing.acting.get(each, ()))), ())


def figure(standing: Standing) -> Kpi | None:
    """The KPI on which “still fine” rests: the one that leads, or the first that should change."""
    return next((each for each in lead(standing.kpis) if each.kind is Kind.TARGET), None)


def is_due(standing: Standing, now: datetime) -> bool:
    due = next_review(standing)
    return due is not None and due <= standing.program.today(now)


def asked_on(standing: Standing, now: datetime) -> date | None:
    """The day of the asking that counts now: when it fell due, and once a week as long as nobody answers."""
    due, today = next_review(standing), standing.program.today(now)
    if due is None or due > today:
        return None
    return due + timedelta(days=(today - due).days // AGAIN_DAYS * AGAIN_DAYS)


def next_asking(standing: Standing, now: datetime) -> date | None:
    """On which day somebody is asked next."""
    last = asked_on(standing, now)
    return last + timedelta(days=AGAIN_DAYS) if last else next_review(standing)


def check_live(standing: Standing) -> None:
    code = standing.program.code
    if is_retired(standing):
        raise Refused(f"{code} is retired: what is on record stays as it is.")
    if not is_live(standing):
        raise Refused(f"{code} is not in production yet: reviews begin once its last gate is passed. `/pilot status`")
