"""The decider pauses a program, or stops it for good, before its next gate (framework 3, Weeks 2, 3 and 10).

After a vote this is one of the decisions at its gate; here nobody has voted: the data is not to be had, or the problem
has gone away.
"""

from dataclasses import replace
from datetime import date

from program.decisions import LEARNED, PAUSED, ROLLED_BACK, STOPPED, Decision, check_decides, check_review
from program.errors import Refused
from program.gates import next_or_last
from program.playbook import Gate
from program.polls import undecided
from program.programs import ProgramState
from program.standings import Standing

WAYS = (PAUSED, STOPPED)


def check_may(standing: Standing, *, by: str) -> Gate:
    """The gate ahead, before which this person may pause or stop a program that runs; none of its votes waits."""
    if standing.program.state is ProgramState.PAUSED:
        raise Refused("This program is paused already: `/pilot resume`, or the day of its review, takes it up.")
    if standing.program.state is ProgramState.FINISHED:
        raise Refused("This program is finished: `/pilot decisions` lists what was decided.")
    gate = next_or_last(standing)
    deciders = standing.asked("decide", gate).get(gate.decider, ())
    check_decides(gate, deciders, by=by, title=standing.playbook.role(gate.decider).title)
    if (poll := standing.poll(gate)) and poll.is_open:
        raise Refused(f"People are voting on “{gate.title}”: decide when the vote has closed. `/pilot vote` says when.")
    if undecided(standing, gate):
        raise Refused(f"The vote on “{gate.title}” waits for your decision, which may be to pause: `/pilot vote`.")
    return gate


def answers(learned: str | None) -> dict[str, str]:
    return {LEARNED: learned} if learned else {}


def check(decision: Decision, *, today: date) -> None:
    """Paused until a day, or stopped with what was learnt; both with the reason."""
    if decision.choice not in WAYS:
        raise Refused("Choose whether it pauses or stops.", field="way")
    if decision.choice == PAUSED:
        check_review(decision.review_on, today=today)
    elif decision.review_on:
        raise Refused("What is stopped for good has no such day: leave it empty, or pause it.", field="review_on")
    if not decision.reason:
        raise Refused("Write down why: this is what people will look for later.", field="reason")
    if decision.choice == STOPPED and not decision.answers.get(LEARNED):
        raise Refused("What should the next program know? One sentence will do.", field="learned")


def carried_out(standing: Standing, decision: Decision) -> Standing:
    """Paused, or finished; a day moved leaves it as it is."""
    states = {
        PAUSED: ProgramState.PAUSED,
        ROLLED_BACK: ProgramState.PAUSED,
        STOPPED: ProgramState.FINISHED,
    }
    program = replace(standing.program, state=states.get(decision.choice, standing.program.state))
    return replace(standing, program=program, decisions=(*standing.decisions, decision))
