"""What holds after every step of a program's life, whatever anybody did."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from program.items import ItemState
from program.outcomes import has_quorum
from program.playbook import Gate
from program.posts import VoteOpened
from program.programs import ProgramState
from program.sign_offs import SignOffState
from program.signatures import accepted_by
from program.standings import Standing
from program.votes import Poll, counted
from tests.reliability.living import Life

GIVEN = {SignOffState.APPROVED, SignOffState.CONDITIONAL}
DONE = {ItemState.DONE, ItemState.NOT_APPLICABLE}


def check_complete(before: Standing, gate: Gate) -> None:
    """Whoever passes it: all was there, and signed for by somebody other than who delivered it."""
    for key in (*gate.deliverables, *gate.questions):
        assert before.item(key).state in DONE, key
    check_signed(before, gate)


def check_signed(before: Standing, gate: Gate) -> None:
    for role in gate.signers:
        signed = before.sign_off(gate, role)
        assert signed and signed.state in GIVEN, role
        own = [each.key for each in accepted_by(before, gate, role) if before.item(each.key).changed_by == signed.user]
        assert not own, f"{signed.user} accepted their own {own}"


def check_decided(before: Standing, poll: Poll, gate: Gate) -> None:
    """Nothing opens the way past a vote that is open, has no quorum, or was vetoed."""
    assert not poll.is_open and has_quorum(poll), "decided without a vote that counts"
    for role in gate.vetoes:
        stand = [
            vote.choice
            for vote in poll.votes
            if role in poll.electorate.get(vote.user, ()) and vote.lifted_at is None
            for option in gate.options
            if option.key == vote.choice and option.effect in {"iterate", "pause"}
        ]
        assert not stand, f"passed over the veto of {role}"


@dataclass
class Record:
    """What was seen of one life up to now."""

    life: Life
    tallies: dict[UUID, Any] = field(default_factory=dict)
    finished: bool = False
    decisions: int = 0

    async def check(self, standing: Standing) -> None:
        posts = await self.life.posts()
        assert len({post.key for post in posts}) == len(posts), "something is said twice"
        prompts = [post for post in posts if post.subject == "WeeklyPrompt"]
        assert len({post.about["monday"] for post in prompts}) == len(prompts), "two prompts in a week"
        assert all(post.due_at <= self.life.clock.now() for post in prompts), "a prompt before its hour"
        assert await self.life.broken_chain() is None, "the record was broken"
        self._check_order(standing, reopened=any(post.subject == "GateReopened" for post in posts))
        self._check_ended(standing)
        for poll in standing.polls:
            await self._check_poll(standing, poll)
        for each in standing.recusals:
            if each.stands:
                late = [one for one in standing.sign_offs if (one.gate, one.user) == (each.gate, each.user)]
                assert all(one.signed_at is None or one.signed_at <= each.at for one in late), "signed, standing aside"

    def _check_order(self, standing: Standing, *, reopened: bool) -> None:
        order = [gate.key for gate in standing.playbook.gates]
        passed = [each.gate for each in standing.passed]
        assert len(set(passed)) == len(passed), "a gate passed twice"
        assert reopened or sorted(passed, key=order.index) == order[: len(passed)], "a gate before the one it follows"
        days = [standing.gate_day(gate) for gate in standing.gates_ahead]
        assert reopened or days == sorted(days), "a later gate on an earlier day"

    def _check_ended(self, standing: Standing) -> None:
        """What has ended stays so, and nothing is decided any more."""
        is_finished = standing.program.state is ProgramState.FINISHED
        assert is_finished or not self.finished, "it came back to life"
        assert not self.finished or len(standing.decisions) == self.decisions, "decided after its end"
        assert len(standing.decisions) >= self.decisions, "a decision was lost"
        self.finished, self.decisions = is_finished, len(standing.decisions)

    async def _check_poll(self, standing: Standing, poll: Poll) -> None:
        """Only those asked vote, once; the tally is of the votes, is what people read, and never changes."""
        voters = [vote.user for vote in poll.votes]
        assert len(set(voters)) == len(voters) and set(voters) <= set(poll.electorate), "who was not asked has voted"
        if poll.is_open:
            aside = {each.user for each in standing.recusals if each.gate == poll.gate and each.stands}
            assert not aside & set(voters), "who stands aside has voted"
            return
        assert poll.tally is not None and poll.closed_at is not None
        assert {option: count for option, count in poll.tally.items() if count} == Counter(
            vote.choice for vote in poll.votes
        )
        assert all(vote.at <= poll.closed_at for vote in poll.votes)
        if poll.id not in self.tallies:
            await self.check_announced(standing, poll)
        assert self.tallies.setdefault(poll.id, poll.tally) == poll.tally, "a tally changed"

    async def check_announced(self, standing: Standing, poll: Poll) -> None:
        said = await self.life.says(VoteOpened(poll.id))
        for option in counted(standing.playbook.gate(poll.gate)):
            assert f"*{option.title}* {(poll.tally or {})[option.key]}" in said, "another tally is announced"
