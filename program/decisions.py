"""What the decider records after a vote: go, go with conditions, iterate two weeks, or pause with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from program.errors import Refused
from program.playbook import Cadence, Gate, Option
from program.programs import Program, ProgramState, shifted
from program.sign_offs import Condition
from program.votes import Poll, is_carried

RESUMED = "resumed"  # what goes on record when a paused program goes on; no vote precedes it


@dataclass(frozen=True, slots=True)
class Decision:
    """`digest` is of the packet as the decider saw it."""

    id: UUID
    program: UUID
    gate: str
    poll: UUID | None
    choice: str
    reason: str | None
    conditions: tuple[Condition, ...]
    by: str
    at: datetime
    digest: str


def check_decides(gate: Gate, deciders: Sequence[str], *, by: str, title: str) -> None:
    """The decider in person: nobody who runs the program, and no stand-in. `title` is the playbook's for that role."""
    if by in deciders:
        return
    if not deciders:
        raise Refused(f"Only the {title} decides at this gate, and nobody holds that role: `/pilot people`.")
    named = " or ".join(f"<@{user}>" for user in deciders)
    raise Refused(f"Only the {title}, {named}, decides at “{gate.title}”.")


def check_due(poll: Poll, earlier: Sequence[Decision]) -> None:
    """Refuse a decision before the vote has closed, and a second one on the same vote."""
    if poll.is_open:
        raise Refused("The vote is still open. Decide when it has closed: the poll says when.")
    if any(each.poll == poll.id for each in earlier):
        raise Refused("The decision on this vote is recorded already: see `/pilot decisions`.")


def check(decision: Decision, gate: Gate, *, poll: Poll, missing: Sequence[str], today: date) -> Option:
    """What was chosen, or the refusal of what lacks its reason, its conditions or what the gate asks for."""
    option = next((each for each in gate.decisions if each.key == decision.choice), None)
    if option is None:
        raise Refused("Choose one of the decisions of this gate.", field="choice")
    _check_conditions(decision.conditions, option, gate, today=today)
    if missing and option.effect == "pass" and not option.needs_condition:
        raise Refused(_not_plainly(option, gate, missing), field="choice")
    if option.needs_reason and not decision.reason:
        raise Refused("Write down why: this is what people will look for later.", field="reason")
    if option.effect == "pass" and not decision.reason and not is_carried(poll.tally or {}, gate.options):
        raise Refused(
            "The vote did not carry this: no more people were for it than against. Write down why you go ahead.",
            field="reason",
        )
    return option


def _check_conditions(conditions: Sequence[Condition], option: Option, gate: Gate, *, today: date) -> None:
    if option.needs_condition and not conditions:
        raise Refused("Write the condition, with its owner and date below.", field="condition-1")
    if conditions and not option.needs_condition:
        meant = next((each.title for each in gate.decisions if each.needs_condition), None)
        choose = f"Choose “{meant}”, or empty" if meant else "Empty"
        raise Refused(f"“{option.title}” has no conditions. {choose} the fields of the conditions.", field="choice")
    for number, each in enumerate(conditions, start=1):
        if each.due < today:
            raise Refused("This date has passed: by when must the condition be met?", field=f"due-{number}")


def possible(gate: Gate, missing: Sequence[str]) -> list[Option]:
    """The decisions that can be recorded now; with something missing there is no plain yes."""
    return [each for each in gate.decisions if not missing or each.effect != "pass" or each.needs_condition]


def _not_plainly(option: Option, gate: Gate, missing: Sequence[str]) -> str:
    now = " or ".join(f"“{each.title}”" for each in possible(gate, missing))
    return f"“{option.title}” is not possible while this is missing: {'; '.join(missing)}. Possible now: {now}."


def title(gate: Gate, decision: Decision) -> str:
    return next((each.title for each in gate.decisions if each.key == decision.choice), "Resumed")


def carried_out(program: Program, gate: Gate, decision: Decision, *, cadence: Cadence, is_last: bool) -> Program:
    """The program after it: finished at its last gate, paused, or with its plan shifted."""
    option = next(each for each in gate.decisions if each.key == decision.choice)
    if option.effect == "iterate":
        overdue = (program.today(decision.at) - program.last_day(gate.week)).days
        weeks = cadence.iterate_weeks + max(overdue // 7, 0)  # a gate long overdue is not overdue again at once
        return shifted(program, after_week=gate.week, weeks=weeks, reason=f"{gate.title}: {decision.reason}")
    if is_last:
        return replace(program, state=ProgramState.FINISHED)
    return replace(program, state=ProgramState.PAUSED) if option.effect == "pause" else program
