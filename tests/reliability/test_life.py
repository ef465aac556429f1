"""A program's life as it may come: whatever people do, in whatever order, what must hold always holds.

`LIVES=500 make test ARGS=tests/reliability/test_life.py` tries that many other lives than `make test` does.
"""

import asyncio
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from commands import (
    appointments,
    blockers,
    decisions,
    gates,
    items,
    kpis,
    polls,
    readings,
    risks,
    sign_offs,
    signing,
    votes,
)
from program.items import ItemState
from program.playbook import Gate
from program.sign_offs import SignOffState
from program.signatures import accepted_by, digest
from program.standings import Standing
from program.votes import Poll
from templates import items as shown
from tests.reliability import living
from tests.reliability.living import EVERYONE, PLAYBOOK, Life, begin, choice, holder, text, user

LIVES = int(os.environ.get("LIVES", "0"))
GIVEN = {SignOffState.APPROVED, SignOffState.CONDITIONAL}

VOTE = next(place for place, gate in enumerate(PLAYBOOK.gates) if gate.options)  # the gate that is voted on

anyone = some.sampled_from(EVERYONE)
entries = some.sampled_from([entry.key for entry in PLAYBOOK.items])
places = some.integers(min_value=0, max_value=30)
scores = some.integers(min_value=1, max_value=5).map(str)


class ALife(RuleBasedStateMachine):
    """`who` is whoever is likely to be allowed it, or anybody at all."""

    url: str

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.life: Life | None = None
        self.tallies: dict[Any, Any] = {}

    @initialize(passed=some.sampled_from([VOTE, VOTE, *range(VOTE)]), ready=some.booleans())
    def begins(self, passed: int, *, ready: bool) -> None:
        """Half of them with everything there for the next gate: what is hard to come by is where to look."""
        self.life = self.run(begin(self.new_database(), passed=passed))
        if ready:
            self.does_what_the_gate_wants("engineering-lead")

    def new_database(self) -> str:
        return self.url

    def run(self, coroutine: Any) -> Any:
        return self.runner.run(coroutine)

    def teardown(self) -> None:
        if self.life:
            self.run(self.life.words())
            assert self.run(self.life.broken_chain()) is None
            self.run(self.life.database.close())
        self.runner.close()

    # --- what people do -------------------------------------------------------------------------------------------

    def ask(self, handler: Any, who: str, value: str = "", **more: Any) -> bool:
        assert self.life
        return bool(self.run(self.life.asks(handler, who, value, **more)))

    @property
    def standing(self) -> Standing:
        assert self.life
        standing: Standing = self.run(self.life.standing())
        return standing

    def _done(self, standing: Standing, key: str, who: str) -> bool:
        entry = standing.playbook.item(key)
        today = standing.program.today(self.life.clock.now())  # type: ignore[union-attr]
        form = {"evidence": text("https://wiki.example/x"), **living.answers(entry.asks, today)}
        return self.ask(items.done, who, item=key, seen=shown.seen(standing.item(key)), form=form)

    @rule(key=entries, who=anyone)
    def marks_done(self, key: str, who: str) -> None:
        self._done(self.standing, key, who)

    @rule(who=some.sampled_from(["program-manager", "product-owner", "engineering-lead"]))
    def does_what_the_gate_wants(self, who: str) -> None:
        """All of it, and signatures asked for and given, or else a gate would hardly ever be passed."""
        standing = self.standing
        gate = standing.next_gate
        if gate is None:
            return
        due = [each.key for each in standing.playbook.checklist_due_by(gate.key)]
        for key in (*gate.deliverables, *gate.questions, *due):
            if key not in standing.settled and not self._done(standing, key, holder(who)):
                seen = shown.seen(standing.item(key))
                self.ask(
                    items.waive, holder("program-manager"), item=key, seen=seen, form={"reason": text("Not ours.")}
                )
        self.ask(sign_offs.ask, holder("program-manager"), f"{self._id}/{gate.key}")
        self.everybody_signs()

    @rule(what=some.sampled_from(["take", "reopen", "block", "clear", "risk", "close", "define", "record"]),
          who=anyone, to=anyone, key=entries, place=places)  # fmt: skip
    def does_something_small(self, what: str, who: str, to: str, key: str, place: int) -> None:
        standing, now = self.standing, self.life.clock.now()  # type: ignore[union-attr]
        settled, day = sorted(standing.settled), (now + timedelta(days=place - 2)).date().isoformat()
        score = choice(str(place % 5 + 1))
        match what:
            case "take":
                self.ask(items.take, who, f"{self._id}/{key}")
            case "reopen" if settled:
                self.ask(items.reopen, who, f"{self._id}/{settled[place % len(settled)]}")
            case "block":
                form = {"what": text("No access"), "holder": user(to), "wanted_by": {"selected_date": day}}
                self.ask(blockers.report, who, form=form)
            case "clear" if standing.blockers:
                one = standing.blockers[place % len(standing.blockers)]
                self.ask(blockers.clear, who, blocker=str(one.id), form={"how": text("We have it")})
            case "risk":
                form = {"title": text("It drifts"), "likelihood": score, "impact": score, "owner": user(to)}
                self.ask(risks.add, who, form=form)
            case "close" if standing.risks:
                risk = standing.risks[place % len(standing.risks)]
                self.ask(risks.close, who, risk=str(risk.id), form={"outcome": text("Gone")})
            case "define":
                form = {"name": text("ABC"[place % 3]), "unit": text("min"), "source": text("CRM")}
                form |= {"direction": choice("down"), "baseline": text("45"), "target": text(str(place * 2))}
                self.ask(kpis.define, holder("product-owner"), form=form)
            case "record" if standing.kpis:
                kpi = standing.kpis[place % len(standing.kpis)]
                form = {"kpi": choice(str(kpi.id)), "value": text(str(place))}
                self.ask(readings.record, who, form=form)

    @rule(role=some.sampled_from([role.key for role in PLAYBOOK.roles]), to=some.lists(anyone, max_size=2, unique=True))
    def changes_people(self, role: str, to: list[str]) -> None:
        seen = " ".join(self.standing.holders[role])
        form = {"people": {"selected_users": to}}
        self.ask(appointments.appoint, holder("program-manager"), role=role, seen=seen, form=form)

    # --- gates ----------------------------------------------------------------------------------------------------

    @rule(who=some.sampled_from(["program-manager", "product-owner"]))
    def asks_for_sign_offs(self, who: str) -> None:
        if gate := self.standing.next_gate:
            self.ask(sign_offs.ask, holder(who), f"{self._id}/{gate.key}")

    @rule(place=places, answer=some.sampled_from(["approved", "approved", "rejected"]), who=some.none() | anyone)
    def signs(self, place: int, answer: str, who: str | None) -> None:
        standing = self.standing
        if standing.sign_offs:
            self._sign(standing, standing.sign_offs[place % len(standing.sign_offs)], answer, who)

    def everybody_signs(self) -> None:
        standing = self.standing
        for each in standing.sign_offs:
            if each.state is SignOffState.ASKED:
                self._sign(standing, each, "approved", None)

    def _sign(self, standing: Standing, asked: Any, answer: str, who: str | None) -> None:
        now = digest(standing, standing.playbook.gate(asked.gate), asked.role)
        form = {"answer": choice(answer), "comment": text("As seen.")}
        self.ask(signing.sign, who or asked.user, sign_off=str(asked.id), digest=now, form=form)

    @rule(who=some.sampled_from(["program-manager", "product-owner", "sponsor"]))
    def closes_the_gate(self, who: str) -> None:
        before = self.standing
        gate = before.next_gate
        if gate and self.ask(gates.close, holder(who), f"{self._id}/{gate.key}"):
            self._check_complete(before, gate)

    @rule(who=some.sampled_from(["sponsor", "sponsor", "program-manager"]))
    def overrides_the_gate(self, who: str) -> None:
        if gate := self.standing.next_gate:
            self.ask(gates.override, holder(who), gate=gate.key, form={"why": text("The regulator wants it in May.")})

    # --- votes ----------------------------------------------------------------------------------------------------

    @rule(hours=some.integers(min_value=1, max_value=24 * 9))
    def somebody_opens_a_vote(self, hours: int) -> None:
        self.opens_a_vote(hours)

    def opens_a_vote(self, hours: int) -> None:
        closes = self.life.clock.now() + timedelta(hours=hours)  # type: ignore[union-attr]
        gate = PLAYBOOK.gates[VOTE].key
        form = {"closes_at": {"selected_date_time": int(closes.timestamp())}}
        self.ask(polls.open_poll, holder("product-owner"), gate=gate, form=form)

    @rule(place=places, choose=places, who=some.none() | anyone)
    def one_votes(self, place: int, choose: int, who: str | None) -> None:
        if self.standing.polls:
            self.votes(place, choose, who)

    def votes(self, place: int, choose: int, who: str | None) -> None:
        poll = self.standing.polls[-1]
        options = self.standing.playbook.gate(poll.gate).options
        voter = who or sorted(poll.electorate)[place % len(poll.electorate)]
        form = {"choice": choice(options[choose % len(options)].key), "reason": text("I saw it work.")}
        self.ask(votes.cast_with_reason, voter, poll=str(poll.id), digest=poll.digest, form=form)

    @rule(choose=places, decide=places)
    def everybody_votes_and_one_decides(self, choose: int, decide: int) -> None:
        self.opens_a_vote(48)
        for poll in self.standing.polls[-1:]:
            for place in range(len(poll.electorate)):
                self.votes(place, choose, None)
            self.decide(decide, None)

    @rule(choose=places, who=some.sampled_from([None, None, None, holder("program-manager")]))
    def decides(self, choose: int, who: str | None) -> None:
        self.decide(choose, who)

    def decide(self, choose: int, who: str | None) -> None:
        before = self.standing
        if not before.polls:
            return
        poll = before.polls[-1]
        gate = before.playbook.gate(poll.gate)
        option = gate.decisions[choose % len(gate.decisions)]
        form = {"choice": choice(option.key), "reason": text("The evidence holds.")}
        if self.ask(
            decisions.record, who or holder("sponsor"), poll=str(poll.id), digest=before.digest(gate), form=form
        ):
            assert not poll.is_open
            if option.effect == "pass":
                self._check_complete(before, gate)

    @rule(who=some.sampled_from(["sponsor", "program-manager"]))
    def resumes(self, who: str) -> None:
        self.ask(decisions.resume, holder(who), form={"reason": text("We have the data.")})

    # --- time -----------------------------------------------------------------------------------------------------

    @rule(hours=some.sampled_from([0, 1, 5, 24, 24, 24 * 3, 24 * 7, 24 * 16]))
    def time_goes_on(self, hours: int) -> None:
        self.run(self.life.ticks(after=timedelta(hours=hours)))  # type: ignore[union-attr]

    # --- what always holds ----------------------------------------------------------------------------------------

    @property
    def _id(self) -> Any:
        assert self.life
        return self.life.program

    def _check_complete(self, before: Standing, gate: Gate) -> None:
        """Whoever passes it: all was there, and signed for by somebody other than who delivered it."""
        for key in (*gate.deliverables, *gate.questions):
            assert before.item(key).state in {ItemState.DONE, ItemState.NOT_APPLICABLE}, key
        for role in gate.signers:
            signed = before.sign_off(gate, role)
            assert signed and signed.state in GIVEN, role
            own = [
                each.key for each in accepted_by(before, gate, role) if before.item(each.key).changed_by == signed.user
            ]
            assert not own, f"{signed.user} accepted their own {own}"

    @invariant()
    def what_must_hold_holds(self) -> None:
        if self.life:
            standing, posts = self.standing, self.run(self.life.posts())
            for poll in standing.polls:
                self._check_tally(poll)
            order = [gate.key for gate in standing.playbook.gates]
            passed = [each.gate for each in standing.passed]
            assert sorted(passed, key=order.index) == order[: len(passed)], "a gate before the one it follows"
            assert len({post.key for post in posts}) == len(posts), "something is said twice"
            prompts = [post for post in posts if post.subject == "WeeklyPrompt"]
            assert len({post.about["monday"] for post in prompts}) == len(prompts), "two prompts in a week"
            assert all(post.due_at <= self.life.clock.now() for post in prompts), "a prompt before its hour"

    def _check_tally(self, poll: Poll) -> None:
        """It is of the votes, and never changes."""
        if poll.is_open:
            return
        assert poll.tally is not None and poll.closed_at is not None
        counted = Counter(vote.choice for vote in poll.votes)
        assert {option: count for option, count in poll.tally.items() if count} == counted
        assert all(vote.at <= poll.closed_at for vote in poll.votes)
        assert self.tallies.setdefault(poll.id, poll.tally) == poll.tally


def live(url: Any, *, lives: int, steps: int) -> None:
    class Here(ALife):
        def new_database(self) -> str:
            return str(url())

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=LIVES or lives,
            stateful_step_count=steps,
            deadline=None,
            derandomize=not LIVES,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as made:
        yield Path(made)


def test_whatever_comes_on_sqlite(migrated_sqlite: Path, folder: Path) -> None:
    numbers = iter(range(1_000_000))

    def url() -> str:
        copy = folder / f"{next(numbers)}.db"
        shutil.copy(migrated_sqlite, copy)
        return f"sqlite+aiosqlite:///{copy}"

    live(url, lives=11, steps=40)


def test_whatever_comes_on_postgresql(postgres: Any, migrated_postgres: str) -> None:
    numbers = iter(range(1_000_000))
    live(lambda: postgres.create(f"life_{next(numbers)}", template=migrated_postgres), lives=3, steps=30)
