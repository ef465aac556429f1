"""What the decider records after a vote: go, go with conditions, iterate two weeks, or pause with the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from program.errors import Refused
from program.outcomes import carries, has_quorum, ways
from program.playbook import Cadence, Gate, Option
from program.programs import Program, ProgramState, shifted
from program.sign_offs import Condition
from program.votes import Poll

RESUMED = "resumed"  # what goes on record when a paused program goes on; no vote precedes it
PAUSED, STOPPED = "paused", "stopped"  # by the decider alone, whenever there is reason to
REVIEW_MOVED = "review-moved"  # the day of a paused program's review has come, and it stays paused
ROLLED_BACK = "rolled-back"  # over a condition that was missed after the launch
DIFFERENT = "different"  # the key of the answer to why it is granted once more
LEARNED = "learned"  # and to what was learnt from a program that is stopped
WITHOUT_VOTE = {
    RESUMED: "Resumed",
    PAUSED: "Paused",
    REVIEW_MOVED: "Review moved",
    STOPPED: "Stopped for good",
    ROLLED_BACK: "Rolled back",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """`digest` is of the packet as the decider saw it; `answers` are what the gate asks for, by the ask's key.

    `corrects` is the decision that this one takes the place of: both stay on record.
    """

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
    answers: Mapping[str, str] = field(default_factory=dict)
    review_on: date | None = None
    corrects: UUID | None = None


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a decision rests on: what is missing, the questions unanswered, whose veto stands, and what was before.

    `sponsors` are those who may iterate once more where that is not a right any longer.
    """

    missing: Sequence[str] = ()
    unanswered: Sequence[str] = ()
    vetoes: Sequence[str] = ()
    earlier: Sequence[Decision] = ()
    sponsors: Sequence[str] = ()


def check_decides(gate: Gate, deciders: Sequence[str], *, by: str, title: str) -> None:
    """The decider in person: nobody who runs the program, and no stand-in. `title` is the playbook's for that role."""
    if by in deciders:
        return
    if not deciders:
        raise Refused(f"Only the {title} decides at this gate, and nobody holds that role: `/pilot people`.")
    named = " or ".join(f"<@{user}>" for user in deciders)
    raise Refused(f"Only the {title}, {named}, decides at “{gate.title}”.")


def check_due(poll: Poll, earlier: Sequence[Decision], *, latest: bool = True) -> None:
    """Refuse a decision before the vote has closed, a second one on the same vote, and one on a vote overtaken."""
    if poll.is_open:
        raise Refused("The vote is still open. Decide when it has closed: the poll says when.")
    if not latest:
        raise Refused("Another vote was opened at this gate since: decide on that one.")
    if any(each.poll == poll.id for each in earlier):
        raise Refused("The decision on this vote is recorded already: see `/pilot decisions`.")


def check(decision: Decision, gate: Gate, *, poll: Poll, grounds: Grounds, today: date) -> Option:
    """What was chosen, or the refusal of what lacks its reason, its conditions or what the gate asks for."""
    missing = grounds.missing
    option = next((each for each in gate.decisions if each.key == decision.choice), None)
    if option is None:
        raise Refused("Choose one of the decisions of this gate.", field="choice")
    _check_conditions(decision.conditions, option, gate, today=today)
    if option.effect == "pass" and (forbids := forbidden(poll, grounds)):
        now = " or ".join(f"“{each.title}”" for each in ways(gate, passing=False)) or "to open the vote again"
        raise Refused(f"“{option.title}” is not possible: {forbids}. Possible now: {now}.", field="choice")
    if missing and option.effect == "pass" and not option.needs_condition:
        raise Refused(_not_plainly(option, gate, missing), field="choice")
    if option.needs_reason and not decision.reason:
        raise Refused("Write down why: this is what people will look for later.", field="reason")
    _check_asked(decision, option, today=today)
    _check_once(decision, option, grounds)
    if option.effect == "pass" and not decision.reason and not carries(poll, gate):
        raise Refused(
            "The vote did not carry this: no more people were for it than against. Write down why you go ahead.",
            field="reason",
        )
    return option


def forbidden(poll: Poll, grounds: Grounds) -> str | None:
    """Why nothing opens the way now, whatever the decider thinks (framework 3, Week 10)."""
    if not has_quorum(poll):
        return f"the vote closed without its quorum of {poll.quorum} roles and carries nothing; it can be opened again"
    if grounds.vetoes:
        return f"a veto stands: {'; '.join(grounds.vetoes)}. Whoever gave it withdraws it with `/pilot vote`"
    if grounds.unanswered:
        return f"this is not answered: {'; '.join(grounds.unanswered)}"
    return None


def _check_asked(decision: Decision, option: Option, *, today: date) -> None:
    """What the gate asks for with this decision, and the day on which a pause is looked at again."""
    if option.ask and not decision.answers.get(option.ask.key):
        raise Refused(f"“{option.title}” needs this: {option.ask.hint}", field=f"ask-{option.ask.key}")
    if option.needs_review:
        check_review(decision.review_on, today=today)


def check_review(day: date | None, *, today: date) -> None:
    if day is None:
        raise Refused("On which day do you look at it again? You are asked then.", field="review_on")
    if day <= today:
        raise Refused("Choose a day that is still to come: you are asked then.", field="review_on")


def again(gate: Gate, earlier: Sequence[Decision]) -> list[Option]:
    """The decisions that were taken at this gate by right already."""
    taken = {each.choice for each in earlier if each.gate == gate.key and each.corrects is None}
    return [each for each in gate.decisions if each.once and each.key in taken]


def _check_once(decision: Decision, option: Option, grounds: Grounds) -> None:
    """Two weeks more are a right once; again, only the sponsor, who says why this time is different."""
    taken = [each for each in grounds.earlier if (each.gate, each.choice) == (decision.gate, option.key)]
    if not option.once or not taken:
        return
    if decision.by not in grounds.sponsors:
        named = " or ".join(f"<@{user}>" for user in grounds.sponsors) or "nobody holds that role: `/pilot people`"
        raise Refused(
            f"“{option.title}” was used here already; only the sponsor grants it again: {named}.", field="choice"
        )
    if not decision.answers.get(DIFFERENT):
        raise Refused(f"“{option.title}” was used here already: say why this time is different.", field="different")


def is_superseded(decision: Decision, all_of_them: Sequence[Decision]) -> bool:
    """Other words stand in its place."""
    return any(each.corrects == decision.id for each in all_of_them)


def corrected(
    earlier: Decision,
    *,
    id: UUID,
    reason: str | None,
    answers: Mapping[str, str],
    by: str,
    later: Sequence[Decision],
    now: datetime,
) -> Decision:
    """Other words for what was decided, by a decision of its own that names the earlier one.

    The choice stays: to decide otherwise is to vote again.
    """
    if is_superseded(earlier, later):
        raise Refused("This decision was corrected already: correct the latest one, `/pilot decisions`.")
    if not reason:
        raise Refused("Write down the reason as it should read: the earlier one stays on record.", field="reason")
    if reason == earlier.reason and answers == earlier.answers:
        raise Refused("Nothing is different from what stands there.", field="reason")
    return replace(
        earlier, id=id, poll=None, reason=reason, answers=answers, conditions=(), by=by, at=now, corrects=earlier.id
    )


def asked_for(gate: Gate, decision: Decision) -> list[tuple[str, str]]:
    """What was asked for with a decision: label and answer."""
    labels = {each.ask.key: each.ask.label for each in gate.decisions if each.ask}
    labels |= {DIFFERENT: "Why this time is different", LEARNED: "What was learnt"}
    return [(labels.get(key, key), text) for key, text in decision.answers.items()]


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


def possible(gate: Gate, missing: Sequence[str], *, passing: bool = True) -> list[Option]:
    """The decisions that can be recorded now; with something missing there is no plain yes."""
    open_ways = ways(gate, passing=passing)
    return [each for each in open_ways if not missing or each.effect != "pass" or each.needs_condition]


def _not_plainly(option: Option, gate: Gate, missing: Sequence[str]) -> str:
    now = " or ".join(f"“{each.title}”" for each in possible(gate, missing))
    return f"“{option.title}” is not possible while this is missing: {'; '.join(missing)}. Possible now: {now}."


def title(gate: Gate, decision: Decision) -> str:
    return next(
        (each.title for each in gate.decisions if each.key == decision.choice), WITHOUT_VOTE.get(decision.choice, "")
    )


def carried_out(program: Program, gate: Gate, decision: Decision, *, cadence: Cadence, is_last: bool) -> Program:
    """The program after it: finished at its last gate, paused, or with its plan shifted."""
    option = next(each for each in gate.decisions if each.key == decision.choice)
    if option.effect == "iterate":
        overdue = (program.today(decision.at) - program.due_day(gate.key, gate.week)).days
        weeks = cadence.iterate_weeks + max(overdue // 7, 0)  # a gate long overdue is not overdue again at once
        return shifted(program, after_week=gate.week, weeks=weeks, reason=f"{gate.title}: {decision.reason}")
    if is_last:
        return replace(program, state=ProgramState.FINISHED)
    return replace(program, state=ProgramState.PAUSED) if option.effect == "pause" else program
