"""One program on one screen, and all of a portfolio on another."""

from collections.abc import Sequence
from datetime import date, datetime

from program import approvals, cycles, gates, health, launches, production, stories, targets
from program.health import Health, Verdict
from program.kpis import Kind, Kpi
from program.programs import ProgramState
from program.standings import Standing
from templates import blocks as b
from templates import signals, surveys
from templates.kpis import facts as kpi_facts
from templates.words import number, say

SIGNS = {
    Health.HELD: "⛔",
    Health.OFF_TRACK: "🔴",
    Health.AT_RISK: "🟠",
    Health.ON_TRACK: "🟢",
    Health.NOT_BEGUN: "⚪",
    Health.PAUSED: "⏸️",
    Health.LIVE: "🟩",
    Health.FINISHED: "🏁",
}
PAGE = 8  # programs on one screen
MOST_SHOWN = 5  # blockers, KPIs or reasons in one list
OPEN, PAGE_OF = "status-open", "status-page"


def status(standing: Standing, now: datetime) -> b.Message:
    """Health and its reason first, then what is next, what blocks and who holds it, and the KPIs."""
    facts = _facts(standing, now)
    text = say("status_line", **facts)
    shown = [
        b.header(f"{standing.program.code} · {standing.program.title}"),
        b.section(say("status_health", **facts)),
        b.fields([say("status_gate", **facts), say("status_progress", **facts)]),
    ]
    if facts["live"] or facts["since"]:
        shown.append(b.section(say("status_live", **facts)))
    if facts["changes"]:
        shown += b.sections(say("status_changes", most=MOST_SHOWN, **facts))
    if standing.open_blockers:
        shown.append(b.section(say("status_blockers", most=MOST_SHOWN, **facts)))
    shown += b.sections(say("status_kpis", most=MOST_SHOWN, **facts))
    if told := say("pilot_told", surveys=surveys.brief(standing), moments=stories.counted(standing), stories=()):
        shown.append(b.section(told))
    if told := signals.brief(standing, now):
        shown += b.sections(told)
    shown.append(b.actions(*_buttons(standing)))
    return b.Message(text, shown)


def portfolio(standings: Sequence[Standing], now: datetime, *, page: int = 0) -> b.Message:
    """Those that need somebody first."""
    if not standings:
        text = say("no_programs")
        return b.Message(text, [b.section(text)])
    ordered = worst_first(standings, now)
    first = page * PAGE
    rows = [row(each, now) for each in ordered[first : first + PAGE]]
    text = say("portfolio_line", count=len(ordered), counts=counts(ordered, now))
    turns = []
    if page:
        turns.append(b.button("Back", f"{PAGE_OF}:back", str(page - 1)))
    if first + PAGE < len(ordered):
        turns.append(b.button(f"Next {min(PAGE, len(ordered) - first - PAGE)}", f"{PAGE_OF}:next", str(page + 1)))
    return b.Message(text, [b.header("Programs"), b.context(text), *rows, *([b.actions(*turns)] if turns else [])])


def row(standing: Standing, now: datetime) -> b.Block:
    """A program with the button that opens it."""
    program = standing.program
    open_it = b.button("Open", f"{OPEN}:{program.code}", str(program.id), label=f"Open {program.code}")
    return b.section(line(standing, now), accessory=open_it)


def line(standing: Standing, now: datetime) -> str:
    """A program in two or three lines, for lists."""
    return say("program_line", **_facts(standing, now))


def worst_first(standings: Sequence[Standing], now: datetime) -> list[Standing]:
    order = list(Health)
    return sorted(standings, key=lambda each: (order.index(health.judge(each, now).health), each.program.code))


def counts(standings: Sequence[Standing], now: datetime) -> list[tuple[str, str, int]]:
    """Sign, word and number of each health that occurs, worst first."""
    found = [health.judge(each, now).health for each in standings]
    return [(SIGNS[each], each.value, found.count(each)) for each in Health if each in found]


def kpi_line(kpi: Kpi, today: date | None = None) -> str:
    latest = number(kpi.latest.value) if kpi.latest else "no reading yet"
    return " ".join(say("kpi_line", latest=latest, **kpi_facts(kpi, today)).split())


def _facts(standing: Standing, now: datetime) -> dict[str, object]:
    gate, today = standing.next_gate, standing.program.today(now)
    verdict: Verdict = health.judge(standing, now)
    week = standing.week(now)
    due = standing.playbook.items_due_by(week.number)
    return {
        "program": standing.program,
        "sign": SIGNS[verdict.health],
        "verdict": verdict,
        "week": week,
        "last_week": standing.last_week,
        "phase": standing.playbook.phase(week.phase),
        "gate": gate,
        "gate_day": standing.gate_day(gate) if gate else None,
        "days": (standing.gate_day(gate) - standing.program.today(now)).days if gate else 0,
        "missing": gates.missing(standing, gate) if gate else [],
        "checklist": standing.score(standing.playbook.checklist_due_by(gate.key)) if gate else None,
        "settled": sum(standing.is_settled(each) for each in due),
        "due": len(due),
        "late": standing.late(now),
        "blockers": standing.open_blockers,
        "kpis": [kpi_line(each, today) for each in targets.lead(standing.kpis)],
        "leading": [kpi_line(each, today) for each in _leading(standing)],
        "called": targets.stopped(standing, now),
        "actions": standing.open_actions,
        "live": launches.live(standing),
        "since": production.live_since(standing) if production.is_live(standing) else None,
        "next_on": production.next_review(standing),
        "owners": production.owners(standing),
        "changes": [(each, approvals.waits_for(standing, each)) for each in approvals.open_changes(standing)],
    }


def _leading(standing: Standing) -> list[Kpi]:
    """What a portfolio shows of the figures: the headline, and the rates of the launch."""
    return [each for each in targets.lead(standing.kpis) if each.is_headline or each.kind is Kind.RATE]


def _buttons(standing: Standing) -> list[b.Block]:
    id = str(standing.program.id)
    after = [b.button("The next cycle", "cycle-show", id)] if _has_ended(standing) else []
    if production.is_live(standing):
        return [
            b.button("Production", "production-show", id),
            b.button("Propose a change", "change-open", id),
            b.button("KPIs", "kpi-list", id),
            b.button("People", "people-show", id),
            *after,
        ]
    return [
        b.button("What is missing", "gate-show", id),
        b.button("This week", "week-show", id),
        b.button("Checklist", "checklist-show", id),
        b.button("KPIs", "kpi-list", id),
        b.button("People", "people-show", id),
        *after,
    ]


def _has_ended(standing: Standing) -> bool:
    return standing.program.state is ProgramState.FINISHED and cycles.decided(standing) is not None
