"""Opening a poll at a gate: whether it is time, whom it asks, and until when (framework 3, Weeks 10 and 13)."""

from datetime import datetime, time, timedelta
from uuid import UUID

from program.errors import Refused
from program.gates import leads
from program.outcomes import check_quorum, has_quorum
from program.playbook import Gate
from program.programs import ProgramState
from program.standings import Standing
from program.votes import Poll, electorate

CLOSES_AT = time(17)  # local to the program, unless whoever opens the poll says otherwise
SHORTEST = timedelta(hours=1)
LONGEST = timedelta(days=30)


def vote_ahead(standing: Standing) -> Gate:
    """The next gate that is passed by a vote."""
    for gate in standing.gates_ahead:
        if gate.kind == "vote":
            return gate
    raise Refused("Every vote of this program is behind it: `/pilot decisions` lists what was decided.")


def undecided(standing: Standing, gate: Gate) -> Poll | None:
    """The poll that has closed at this gate and waits for its decision; without its quorum it does not count as one."""
    poll = standing.poll(gate)
    waits = poll is not None and not poll.is_open and has_quorum(poll) and standing.decision_on(poll) is None
    return poll if waits else None


def check_opens(standing: Standing, gate: Gate) -> None:
    """Refuse a poll in a program that stands still, out of turn, or beside another one at the same gate."""
    if standing.program.state is ProgramState.PAUSED:
        raise Refused("This program is paused. The sponsor resumes it first: `/pilot resume`.")
    if standing.program.state is ProgramState.FINISHED:
        raise Refused("This program is finished: `/pilot decisions` lists what was decided.")
    if standing.is_passed(gate):
        raise Refused(f"“{gate.title}” is passed already: `/pilot decisions` lists what was decided.")
    if gate.kind != "vote":
        raise Refused(f"“{gate.title}” is closed without a vote: `/pilot gate`.")
    earlier = standing.next_gate
    if earlier and earlier.key != gate.key:
        raise Refused(f"“{earlier.title}” comes first, and is still open: `/pilot gate`.")
    poll = standing.poll(gate)
    if poll and poll.is_open:
        raise Refused("This vote is open already: `/pilot vote` shows it.")
    if undecided(standing, gate):
        raise Refused("The last vote still waits for its decision: `/pilot vote` says whose.")


def check_closes(closes_at: datetime | None, *, now: datetime) -> datetime:
    """Between an hour and thirty days from now: long enough to read the evidence, short enough to be answered."""
    if closes_at is None:
        raise Refused("Until when may people vote? Choose a day and a time.", field="closes_at")
    if closes_at <= now:
        raise Refused("This moment has passed: choose one that is still to come.", field="closes_at")
    if closes_at - now < SHORTEST:
        raise Refused("Leave at least an hour, so that people can read the evidence.", field="closes_at")
    if closes_at - now > LONGEST:
        raise Refused(f"That is too far off: a vote stays open for {LONGEST.days} days at the most.", field="closes_at")
    return closes_at


def suggested_close(standing: Standing, gate: Gate, now: datetime) -> datetime:
    """After the cadence's days, or on the gate's day where that comes sooner."""
    program = standing.program
    today, gate_day = program.today(now), standing.gate_day(gate)
    day = today + timedelta(days=standing.playbook.cadence.poll_days)
    return program.at(gate_day if today < gate_day < day else day, CLOSES_AT)


def open_poll(
    standing: Standing,
    gate: Gate,
    *,
    id: UUID,
    closes_at: datetime | None,
    by: str,
    now: datetime,
    quorum: int | None = None,
    hidden: bool | None = None,
) -> Poll:
    """`quorum` and `hidden` as the playbook has them, unless whoever opens it says otherwise."""
    check_opens(standing, gate)
    holders = standing.asked("vote", gate)
    asked = electorate(gate.voters, holders)
    until = check_closes(closes_at, now=now)
    titles = {role.key: role.title for role in standing.playbook.roles}
    heard = check_quorum(quorum, gate, holders, titles=titles, fill=leads(standing, "people:appoint"))
    is_hidden = gate.hidden_counts if hidden is None else hidden
    return Poll(
        id, standing.program.id, gate.key, asked, standing.digest(gate), by, now, until, quorum=heard, hidden=is_hidden
    )


def is_unchanged(standing: Standing, gate: Gate) -> bool:
    """Nothing that a vote rests on has changed since the last decision at this gate."""
    last = standing.decision(gate)
    return last is not None and last.digest == standing.digest(gate)
