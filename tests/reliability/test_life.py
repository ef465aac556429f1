"""A program's life as it may come: whatever people do, in whatever order, what must hold always holds.

`LIVES=500 make test ARGS=tests/reliability/test_life.py` tries that many lives that nobody has tried before, at random;
`make test` tries a few, the same ones every time.
"""

import asyncio
import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, event, settings
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
    conditions,
    decisions,
    delegations,
    gates,
    items,
    kpis,
    plans,
    polls,
    readings,
    recusals,
    reviews,
    risks,
    sign_offs,
    signing,
    votes,
)
from program import commitments
from program.decisions import REVIEW_MOVED, STOPPED
from program.gates import risks_in_the_way
from program.playbook import Gate, Option
from program.programs import ProgramState
from program.sign_offs import SignOffState
from program.signatures import digest
from program.standings import Standing
from templates import items as shown
from tests.reliability import living
from tests.reliability.holding import Record, check_complete, check_decided, check_signed
from tests.reliability.living import EVERYONE, PLAYBOOK, Life, begin, choice, holder, text, user

LIVES = int(os.environ.get("LIVES", "0"))
GATES = len(PLAYBOOK.gates)
VOTE = next(place for place, gate in enumerate(PLAYBOOK.gates) if gate.options)  # the first gate that is voted on

anyone = some.sampled_from(EVERYONE)
leaders = some.sampled_from(["program-manager", "product-owner", "engineering-lead"])
entries = some.sampled_from([entry.key for entry in PLAYBOOK.items])
gate_keys = some.sampled_from([gate.key for gate in PLAYBOOK.gates])
roles = some.sampled_from([role.key for role in PLAYBOOK.roles])
places = some.integers(min_value=0, max_value=30)
ballots = some.lists(some.sampled_from([0, 0, 0, 1, 2, 3, 4]), min_size=1, max_size=4)


class ALife(RuleBasedStateMachine):
    """`who` is whoever is likely to be allowed it, or anybody at all."""

    url: str

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.begun: Life | None = None
        self.record: Record | None = None

    @initialize(passed=some.sampled_from([*range(1, GATES), VOTE, GATES - 1]), by=leaders, ready=some.booleans())
    def begins(self, passed: int, by: str, *, ready: bool) -> None:
        """Half of them with everything there for the next gate: what is hard to come by is where to look."""
        self.begun = self.run(begin(self.new_database(), passed=passed))
        self.record = Record(self.life)
        if ready:
            self.the_gate_gets_ready(by)

    def new_database(self) -> str:
        return self.url

    def run(self, coroutine: Any) -> Any:
        return self.runner.run(coroutine)

    def teardown(self) -> None:
        if self.begun and self.record:
            self.run(self.life.words())
            standing = self.standing
            for poll in standing.polls:
                if not poll.is_open:
                    self.run(self.record.check_announced(standing, poll))
            self.run(self.life.database.close())
        self.runner.close()

    @property
    def life(self) -> Life:
        assert self.begun
        return self.begun

    @property
    def standing(self) -> Standing:
        standing: Standing = self.run(self.life.standing())
        return standing

    def day(self, ahead: int) -> dict[str, Any]:
        return {"selected_date": (self.life.clock.now() + timedelta(days=ahead)).date().isoformat()}

    def condition(self, ahead: int = 3) -> dict[str, Any]:
        return {"condition-1": text("Test it"), "owner-1": user(holder("operations")), "due-1": self.day(ahead)}

    # --- what people do -------------------------------------------------------------------------------------------

    def ask(self, handler: Any, who: str, value: str = "", **more: Any) -> bool:
        return bool(self.run(self.life.asks(handler, who, value, **more)))

    def _done(self, standing: Standing, key: str, who: str) -> bool:
        entry = standing.playbook.item(key)
        today = standing.program.today(self.life.clock.now())
        form = {"evidence": text("https://wiki.example/x"), **living.answers(entry.asks, today)}
        return self.ask(items.done, who, item=key, seen=shown.seen(standing.item(key)), form=form)

    @rule(key=entries, who=anyone)
    def marks_done(self, key: str, who: str) -> None:
        self._done(self.standing, key, who)

    @rule(by=leaders)
    def the_gate_gets_ready(self, by: str) -> None:
        """All of it is delivered, and signatures asked for and given, or else a gate would hardly ever be passed."""
        standing = self.standing
        gate = standing.next_gate
        if gate is None or standing.program.state is not ProgramState.RUNNING:
            return
        due = [each.key for each in standing.playbook.checklist_due_by(gate.key)]
        lacking = [key for key in (*gate.wanted, *due) if key not in standing.settled]
        self.run(self.life.delivers(lacking, by=holder(by)))
        for each in risks_in_the_way(standing, gate):
            self.ask(risks.close, holder("risk-owner"), risk=str(each.id), form={"outcome": text("Gone")})
        self.ask(sign_offs.ask, holder("program-manager"), f"{standing.program.id}/{gate.key}")
        self.everybody_signs()

    @rule(what=some.sampled_from(["take", "reopen", "block", "clear", "risk", "close", "define", "record"]),
          who=anyone, to=anyone, key=entries, place=places)  # fmt: skip
    def does_something_small(self, what: str, who: str, to: str, key: str, place: int) -> None:
        standing = self.standing
        settled, day, id = sorted(standing.settled), self.day(place - 2), standing.program.id
        score = choice(str(place % 5 + 1))
        match what:
            case "take":
                self.ask(items.take, who, f"{id}/{key}")
            case "reopen" if settled:
                self.ask(items.reopen, who, f"{id}/{settled[place % len(settled)]}")
            case "block":
                form = {"what": text("No access"), "holder": user(to), "wanted_by": day}
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

    # --- people ---------------------------------------------------------------------------------------------------

    @rule(role=roles, to=some.lists(anyone, max_size=2, unique=True))
    def changes_people(self, role: str, to: list[str]) -> None:
        seen = " ".join(self.standing.appointed[role])
        form = {"people": {"selected_users": to}}
        self.ask(appointments.appoint, holder("program-manager"), role=role, seen=seen, form=form)

    @rule(role=roles, to=anyone, first=some.integers(0, 3), length=some.integers(0, 30))
    def names_a_stand_in(self, role: str, to: str, first: int, length: int) -> None:
        form = {"role": choice(role), "stand_in": user(to), "first": self.day(first), "last": self.day(first + length)}
        self.ask(delegations.name, holder(role), form=form)

    @rule(role=roles, gate=gate_keys)
    def stands_aside(self, role: str, gate: str) -> None:
        self.ask(recusals.declare, holder(role), form={"gate": choice(gate), "reason": text("I own shares of it.")})

    @rule(place=places)
    def takes_that_back(self, place: int) -> None:
        if found := self.standing.recusals:
            one = found[place % len(found)]
            self.ask(recusals.take_back, one.user, str(one.id))

    # --- gates ----------------------------------------------------------------------------------------------------

    @rule(who=some.sampled_from(["program-manager", "product-owner"]))
    def asks_for_sign_offs(self, who: str) -> None:
        standing = self.standing
        if gate := standing.next_gate:
            self.ask(sign_offs.ask, holder(who), f"{standing.program.id}/{gate.key}")

    @rule(place=places, answer=some.sampled_from(["approved", "conditional", "rejected"]), who=some.none() | anyone)
    def signs(self, place: int, answer: str, who: str | None) -> None:
        standing = self.standing
        if standing.sign_offs:
            self._sign(standing, standing.sign_offs[place % len(standing.sign_offs)], answer, who)

    def everybody_signs(self) -> None:
        standing = self.standing
        for each in standing.sign_offs:
            if each.state is SignOffState.ASKED or each.signed_at:
                self._sign(standing, each, "approved", None)

    def _sign(self, standing: Standing, asked: Any, answer: str, who: str | None) -> None:
        now = digest(standing, standing.playbook.gate(asked.gate), asked.role)
        form = {"answer": choice(answer), "comment": text("As seen.")}
        form |= self.condition() if answer == "conditional" else {}
        self.ask(signing.sign, who or asked.user, sign_off=str(asked.id), digest=now, form=form)

    @rule(who=some.sampled_from(["program-manager", "product-owner", "sponsor"]))
    def closes_the_gate(self, who: str) -> None:
        before = self.standing
        gate = before.next_gate
        if gate and self.ask(gates.close, holder(who), f"{before.program.id}/{gate.key}"):
            event("a gate was closed")
            check_complete(before, gate)

    @rule(who=some.sampled_from(["sponsor", "sponsor", "program-manager"]))
    def overrides_the_gate(self, who: str) -> None:
        if gate := self.standing.next_gate:
            self.ask(gates.override, holder(who), gate=gate.key, form={"why": text("The regulator wants it in May.")})

    @rule(by=leaders, ballot=ballots, decide=places)
    def the_gate_is_gone_through(self, by: str, ballot: list[int], decide: int) -> None:
        """From what it needs to its end, by those who should: the road that most lives take."""
        self.the_gate_gets_ready(by)
        gate = self.standing.next_gate
        if gate and gate.options:
            self.everybody_votes_and_one_decides(ballot, decide)
        else:
            self.closes_the_gate("program-manager")

    @rule(by=leaders, ballot=ballots, decide=places, gates=some.integers(2, 4))
    def one_gate_after_the_other(self, by: str, ballot: list[int], decide: int, gates: int) -> None:
        for _ in range(gates):
            self.the_gate_is_gone_through(by, ballot, decide)
            self.time_goes_on(24 * 7)

    # --- votes ----------------------------------------------------------------------------------------------------

    @rule(hours=some.integers(min_value=1, max_value=24 * 9), hidden=some.booleans())
    def opens_a_vote(self, hours: int, *, hidden: bool) -> None:
        gate = next((each for each in self.standing.gates_ahead if each.options), PLAYBOOK.gates[VOTE])
        closes = self.life.clock.now() + timedelta(hours=hours)
        form = {"closes_at": {"selected_date_time": int(closes.timestamp())}}
        form |= {"hidden": choice("yes" if hidden else "no")}
        self.ask(polls.open_poll, holder("product-owner"), gate=gate.key, form=form)

    @rule(place=places, choose=places, who=some.none() | anyone)
    def one_votes(self, place: int, choose: int, who: str | None) -> None:
        if self.standing.polls:
            self._votes(place, choose, who)

    def _votes(self, place: int, choose: int, who: str | None) -> None:
        standing = self.standing
        poll = standing.polls[-1]
        options = standing.playbook.gate(poll.gate).options
        voter = who or sorted(poll.electorate)[place % len(poll.electorate)]
        form = {"choice": choice(options[choose % len(options)].key), "reason": text("I saw it work.")}
        self.ask(votes.cast_with_reason, voter, poll=str(poll.id), digest=poll.digest, form=form)

    @rule(ballot=ballots, decide=places)
    def everybody_votes_and_one_decides(self, ballot: list[int], decide: int) -> None:
        self.opens_a_vote(48, hidden=bool(decide % 2))
        for poll in self.standing.polls[-1:]:
            for place, voter in enumerate(sorted(poll.electorate)):
                self._votes(place, ballot[place % len(ballot)], voter)
            self.decides(decide, None)

    @rule(choose=places, who=some.sampled_from([None, None, None, holder("program-manager")]))
    def decides(self, choose: int, who: str | None) -> None:
        before = self.standing
        if not before.polls:
            return
        poll = before.polls[-1]
        gate = before.playbook.gate(poll.gate)
        option = gate.decisions[choose % len(gate.decisions)]
        form = {"choice": choice(option.key), "reason": text("The evidence holds.")}
        form |= {"review_on": self.day(9), "different": text("The vendor has delivered.")}
        form |= {f"ask-{option.ask.key}": text("All claims")} if option.ask else {}
        form |= self.condition() if option.needs_condition else {}
        by, seen = who or holder("sponsor"), before.digest(gate)
        if self.ask(decisions.record, by, poll=str(poll.id), digest=seen, form=form):
            self._check_decided(before, gate, option)

    def _check_decided(self, before: Standing, gate: Gate, option: Option) -> None:
        event(f"decided: {option.key}")
        assert not before.polls[-1].is_open
        if option.effect == "pass":
            check_decided(before, before.polls[-1], gate)
            (check_signed if option.needs_condition else check_complete)(before, gate)

    # --- what comes of it -----------------------------------------------------------------------------------------

    @rule(who=some.sampled_from(["sponsor", "program-manager"]))
    def resumes(self, who: str) -> None:
        if self.ask(decisions.resume, holder(who), form={"reason": text("We have the data.")}):
            event("resumed")

    @rule(way=some.sampled_from([STOPPED, REVIEW_MOVED, REVIEW_MOVED]), ahead=places)
    def reviews_the_pause(self, way: str, ahead: int) -> None:
        form = {"way": choice(way), "reason": text("Nothing came."), "review_on": self.day(ahead)}
        if self.ask(reviews.record, holder("sponsor"), form=form):
            event(f"reviewed: {way}")

    @rule(what=some.sampled_from(["meet", "accept", "settle"]), place=places, ahead=places)
    def a_condition_goes_on(self, what: str, place: int, ahead: int) -> None:
        standing = self.standing
        if not (found := commitments.unsettled(standing)):
            return
        one = found[place % len(found)]
        match what:
            case "meet":
                self.ask(conditions.mark_met, one.owner, condition=one.key, form={"evidence": text("Seen")})
            case "accept" if one.setters:
                form = {"answer": choice("accept"), "why": text("Not yet")}
                self.ask(conditions.answer, one.setters[0], condition=one.key, form=form)
            case "settle":
                way = ["extended", "tolerated", "rolled-back"][place % 3]
                form = {"way": choice(way), "why": text("It can wait"), "due": self.day(ahead)}
                self.ask(conditions.settle, holder("sponsor"), condition=one.key, form=form)

    @rule(key=gate_keys | entries, ahead=some.integers(-20, 20), who=some.sampled_from(["sponsor", "program-manager"]))
    def moves_a_date(self, key: str, ahead: int, who: str) -> None:
        standing = self.standing
        gate = next((each for each in standing.playbook.gates if each.key == key), None)
        was = standing.gate_day(gate) if gate else standing.due_day(standing.playbook.item(key))
        form = {"gate" if gate else "item": choice(key), "reason": text("The owner is away")}
        day = (was + timedelta(days=ahead)).isoformat()
        self.ask(plans.move, holder(who), form=form | {"day": {"selected_date": day}})

    # --- time -----------------------------------------------------------------------------------------------------

    @rule(hours=some.sampled_from([0, 1, 5, 24, 24, 24 * 3, 24 * 7, 24 * 16]))
    def time_goes_on(self, hours: int) -> None:
        self.run(self.life.ticks(after=timedelta(hours=hours)))

    # --- what always holds ----------------------------------------------------------------------------------------

    @invariant()
    def what_must_hold_holds(self) -> None:
        if self.record:
            self.run(self.record.check(self.standing))


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

    live(url, lives=15, steps=25)


def test_whatever_comes_on_postgresql(postgres: Any, migrated_postgres: str) -> None:
    numbers = iter(range(1_000_000))
    live(lambda: postgres.create(f"life_{next(numbers)}", template=migrated_postgres), lives=3, steps=20)
