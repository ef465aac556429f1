"""Polls at a gate: who may vote, what needs a reason, when it closes, and what the count is."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from program.errors import Refused
from program.playbook import Gate, Option


@dataclass(frozen=True, slots=True)
class Vote:
    """One person's answer; it replaces their earlier one until the poll closes. `digest` is of the packet they saw.

    A veto can be withdrawn after that: `lifted_at`, `lifted_by` and `lifted_why` stand beside it, and it stays.
    """

    user: str
    choice: str
    reason: str | None
    digest: str
    at: datetime
    lifted_at: datetime | None = None
    lifted_by: str | None = None
    lifted_why: str | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """`electorate` maps each person asked to the roles they vote for; `digest` is of the evidence at opening.

    `quorum`: how many roles must be heard; `hidden`: until it closes, only who has answered shows.
    """

    id: UUID
    program: UUID
    gate: str
    electorate: Mapping[str, tuple[str, ...]]
    digest: str
    opened_by: str
    opened_at: datetime
    closes_at: datetime
    votes: tuple[Vote, ...] = ()
    closed_at: datetime | None = None
    tally: Mapping[str, int] | None = None  # as announced; written once, at closing
    quorum: int = 0
    hidden: bool = False

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def shows_counts(self) -> bool:
        return not (self.hidden and self.is_open)

    @property
    def missing(self) -> list[str]:
        voted = {vote.user for vote in self.votes}
        return [user for user in self.electorate if user not in voted]

    def vote_of(self, user: str) -> Vote | None:
        return next((vote for vote in self.votes if vote.user == user), None)

    def voted_before(self, digest: str) -> list[str]:
        """Who voted on other evidence than this."""
        return [vote.user for vote in self.votes if vote.digest != digest]


def check_asked(*, may_vote: bool, closed: bool, closes_at: datetime, now: datetime) -> None:
    """Refuse who was not asked, and whoever comes after the end."""
    if not may_vote:
        raise Refused("You are not among those asked in this vote. The poll names who is.")
    if closed or now >= closes_at:
        raise Refused("This vote is closed. What counts is the tally in the poll; the decider records the decision.")


def check_vote(
    *, gate: Gate, choice: str, reason: str | None, may_vote: bool, closed: bool, closes_at: datetime, now: datetime
) -> None:
    """The same, and refuse all but a plain yes without a reason."""
    check_asked(may_vote=may_vote, closed=closed, closes_at=closes_at, now=now)
    option = next((each for each in gate.options if each.key == choice), None)
    if option is None:
        raise Refused("This is not an answer to this vote: choose one of those it offers.", field="choice")
    if option.effect == "recuse" and not reason:
        raise Refused("Say what the conflict of interest is: it stays on record.", field="reason")
    if option.needs_reason and not reason:
        raise Refused("Say in a sentence why: the decider reads it.", field="reason")


def is_repeated(vote: Vote, before: Vote | None) -> bool:
    """A double click: the same answer to the same evidence."""
    return before is not None and replace(before, at=vote.at) == vote


def tally(votes: Iterable[Vote], options: Sequence[str]) -> dict[str, int]:
    counted = Counter(vote.choice for vote in votes)
    return {option: counted[option] for option in options}


def counted(gate: Gate) -> list[Option]:
    """The answers that are counted: who stands aside is not part of the vote."""
    return [option for option in gate.options if option.effect != "recuse"]


def is_carried(tally: Mapping[str, int], options: Iterable[Option]) -> bool:
    """More asked to pass the gate than asked not to; who abstained is on neither side."""
    asked = dict.fromkeys(("pass", "iterate", "pause", "none", "recuse"), 0)
    for option in options:
        asked[option.effect] += tally.get(option.key, 0)
    return asked["pass"] > asked["iterate"] + asked["pause"]


def is_over(poll: Poll, now: datetime) -> bool:
    """At its deadline, or when all have voted."""
    return now >= poll.closes_at or not poll.missing


def close(poll: Poll, *, options: Sequence[str], now: datetime) -> Poll:
    return replace(poll, closed_at=now, tally=tally(poll.votes, options))


def electorate(voters: Sequence[str], holders: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Everyone who holds a voting role, once, with the roles they vote for."""
    asked: dict[str, tuple[str, ...]] = {}
    for role in voters:
        for user in holders.get(role, ()):
            asked[user] = (*asked.get(user, ()), role)
    if not asked:
        raise Refused("Nobody holds a role that votes at this gate. Appoint people first: `/pilot people`.")
    return asked


def reseated(poll: Poll, voters: Sequence[str], holders: Mapping[str, Sequence[str]], *, now: datetime) -> Poll:
    """The poll after a change of people: whoever holds a role now votes for it.

    A vote that was cast stays good when its role changes hands, and whoever comes in that person's place has none.
    Where nobody is missing any more, the poll ends now.
    """
    asked: dict[str, tuple[str, ...]] = {}
    for role in voters:
        hold = holders.get(role, ())
        before = [user for user, roles in poll.electorate.items() if role in roles]
        stay = [user for user in before if user in hold or poll.vote_of(user)]
        gone = [user for user in stay if user not in hold]
        came = [user for user in hold if user not in before]
        for user in (*stay, *came[len(gone) :]):
            asked[user] = (*asked.get(user, ()), role)
    seated = replace(poll, electorate=asked or poll.electorate)
    return seated if seated.missing else replace(seated, closes_at=min(now, poll.closes_at))


def roles_without_a_voter(voters: Sequence[str], holders: Mapping[str, Set[str] | Sequence[str]]) -> list[str]:
    return [role for role in voters if not holders.get(role)]
