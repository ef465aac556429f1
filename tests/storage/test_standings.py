"""A program comes back from the database as it was put in, in one statement."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import event

from playbook.loader import load
from program import schedule
from program.actions import Action
from program.blockers import Blocker
from program.decision_log import LoggedDecision
from program.decisions import Decision
from program.items import Item, ItemState
from program.kpis import Direction, Kpi, Meaning, Reading
from program.money import MoneyLine, NextBudget, Per, Stage
from program.programs import Extension, Program
from program.risks import Risk
from program.sign_offs import Condition, SignOff, SignOffState
from program.standings import PassedGate
from program.use_cases import UseCase
from program.votes import Poll, Vote
from program.workspaces import Workspace
from storage import (
    actions,
    blockers,
    decision_log,
    decisions,
    gates,
    items,
    kpis,
    money,
    people,
    playbooks,
    programs,
    risks,
    sign_offs,
    standings,
    use_cases,
    votes,
)
from storage.database import Database, Session

NOW = datetime(2026, 1, 12, 9, 30, 15, 123456, tzinfo=UTC)
CONDITION = Condition("Keep “it” <short>", "U2", date(2026, 2, 1))


async def a_program(session: Session, workspace: Workspace, *, number: int = 1) -> Program:
    case = UseCase(
        uuid4(), number, "Claims", "Slow", "Handlers", "45", "20", None, None, "U1", "U2", 5, 4, 2, "Unit", "U3", NOW
    )
    await use_cases.add(session, workspace.id, case)
    playbook = load()
    await playbooks.add(session, playbook)
    program = Program(
        uuid4(),
        f"C{number}",
        "Claims",
        case.id,
        None,
        playbook.digest,
        date(2026, 1, 12),
        "Europe/Berlin",
        "C1",
        "ai-claims",
        extensions=(Extension(10, 2, "more evidence"),),
        started_by="U3",
        started_at=NOW,
    )
    await programs.add(session, workspace.id, program, next_due_at=NOW)
    return program


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """What is sent to the database inside the block."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    engine = database._reader.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


async def test_a_standing_is_what_was_stored(database: Database, workspace: Workspace) -> None:
    async with database.writing() as session:
        program = await a_program(session, workspace)
        await people.appoint(session, workspace.id, program.id, "sponsor", ["U1"], by="U3", now=NOW)
        item = Item("c-baseline", ItemState.DONE, "U2", "https://example.com/a?b=1&c=2", None, "U2", NOW)
        await items.save(session, program.id, item)
        blocker = Blocker(uuid4(), program.id, 1, None, "No access “yet” 🚧", "U4", date(2026, 1, 20), "U2", NOW)
        await blockers.add(session, blocker)
        risk = Risk(
            uuid4(), program.id, 1, "Model drifts", 4, 5, "U5", None, "U2", NOW, gates=("scale",), accepted_at=NOW
        )
        await risks.add(session, risk)
        reading = Reading(38.5, date(2026, 1, 12), None, "U2", NOW, uuid4())
        kpi = Kpi(uuid4(), 1, "Time", "min", Direction.DOWN, 45, 20, "CRM", Meaning.BUSINESS, "U2")
        await kpis.add(session, program.id, kpi)
        await kpis.add_reading(session, kpi.id, reading)
        action = Action(uuid4(), program.id, 1, "Ask for access", "U4", date(2026, 1, 20), "U2", NOW)
        await actions.add(session, action)
        cost = MoneyLine(
            uuid4(), program.id, 1, "people", Stage.ACTUAL, Per.MONTH, None, 12.5, 80, "people-process",
            for_data=True, note=None, by="U2", at=NOW,
        )  # fmt: skip
        await money.add(session, cost)
        budget = NextBudget(program.id, is_there=True, amount=20000, holder="U1", note=None, by="U2", at=NOW)
        await money.save_budget(session, budget)
        entry = LoggedDecision(
            uuid4(), program.id, 1, "One vendor", "Faster", "U1", date(2026, 1, 12), "Two", "U2", NOW, kpi=kpi.id
        )
        await decision_log.add(session, entry)
        sign_off = SignOff(
            uuid4(),
            program.id,
            "discovery",
            "security",
            "U6",
            "U2",
            NOW,
            SignOffState.CONDITIONAL,
            "ok",
            (CONDITION,),
            "d1",
            NOW,
        )
        await sign_offs.add(session, sign_off)
        passed = PassedGate("selection", NOW, "U3")
        await gates.add(session, program.id, passed)
        poll = Poll(uuid4(), program.id, "go-no-go", {"U1": ("sponsor",)}, "d2", "U2", NOW, NOW)
        await votes.add(session, poll, {})
        vote = Vote("U1", "go", None, "d2", NOW)
        await votes.cast(session, poll.id, vote, ballot=uuid4())
        decision = Decision(uuid4(), program.id, "go-no-go", poll.id, "go", "why", (CONDITION,), "U1", NOW, "d2")
        await decisions.add(session, decision)

    async with database.reading() as session:
        with statements(database) as seen:
            standing = await standings.get(session, program)

    assert len(seen) <= 2  # the playbook is read once in the life of a process
    assert standing.program == program
    assert standing.holders["sponsor"] == ("U1",)
    assert standing.items == {"c-baseline": item}
    assert standing.blockers == (blocker,)
    assert standing.risks == (risk,)
    assert standing.actions == (action,)
    assert standing.money == (cost,)
    assert standing.next_budget == budget
    assert standing.decision_log == (entry,)
    assert standing.kpis == (replace(kpi, readings=(reading,)),)
    assert standing.sign_offs == (sign_off,)
    assert standing.passed == (passed,)
    assert standing.polls == (replace(poll, votes=(vote,)),)
    assert standing.decisions == (decision,)


async def test_a_calendar_tells_the_same_days_as_the_whole_standing(database: Database, workspace: Workspace) -> None:
    """The tick reads the whole only where the calendar says that somebody may be reminded."""
    async with database.writing() as session:
        program = await a_program(session, workspace)
        await gates.add(session, program.id, PassedGate("selection", NOW, "U3"))
        signed = (SignOffState.APPROVED, "ok", (), "d1", NOW)
        await sign_offs.add(session, SignOff(uuid4(), program.id, "discovery", "security", "U6", "U2", NOW, *signed))
        poll = Poll(uuid4(), program.id, "discovery", {"U1": ("sponsor",)}, "d2", "U2", NOW, NOW + timedelta(days=40))
        await votes.add(session, poll, {})
        await votes.cast(session, poll.id, Vote("U1", "go", None, "d2", NOW), ballot=uuid4())

    async with database.reading() as session:
        whole = replace(
            await standings.get(session, program), has_own_days=False
        )  # as it has no KPI, risk, action or row
        (calendar,) = await standings.list_calendars(session, [program])

    moments = [NOW + timedelta(hours=hours) for hours in range(0, 24 * 120, 7)]
    told = [schedule.is_for_reminders(calendar, moment) for moment in moments]
    assert True in told and False in told
    assert told == [schedule.is_for_reminders(whole, moment) for moment in moments]
    for moment in moments:
        assert schedule.next_due(calendar, moment) == schedule.next_due(whole, moment)
        due, all_due = schedule.due_posts(calendar, moment), schedule.due_posts(whole, moment)
        assert due == (all_due[: len(due)] if schedule.is_for_reminders(calendar, moment) else all_due)


async def test_many_standings_cost_no_more_statements_than_one(database: Database, workspace: Workspace) -> None:
    async with database.writing() as session:
        many = [await a_program(session, workspace, number=number) for number in range(1, 6)]

    async with database.reading() as session:
        await standings.get(session, many[0])
        with statements(database) as seen:
            found = await standings.list_standings(session, many)

    assert [each.program for each in found] == many
    assert len(seen) == 1
