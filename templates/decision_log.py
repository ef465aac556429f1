"""The log of decisions besides those at the gates: the form of an entry, the list, and what is corrected."""

from datetime import date

from program.decision_log import LoggedDecision, corrected
from program.kpis import Kpi
from program.standings import Standing
from templates import blocks as b
from templates.blockers import turns
from templates.words import say

OPEN, LOG, LIST, OPEN_CORRECT = "log-open", "log-add", "log-list", "log-open-correct"
MOST = 1000
PAGE = 5


def form(
    standing: Standing, *, by: str, today: date, old: LoggedDecision | None = None, kpi: Kpi | None = None
) -> b.View:
    about = {"program": str(standing.program.id)}
    about |= {"corrects": str(old.id)} if old else {}
    about |= {"kpi": str(kpi.id)} if kpi else {}
    head = say("log_form", old=old, kpi=kpi)
    return b.modal(
        f"Correct {old.code}" if old else "Log a decision",
        LOG,
        [
            *b.sections(head),
            b.question("what", "What is decided?", _text(old.what if old else None)),
            b.question("why", "Why?", _text(old.why if old else None)),
            b.question("decided_by", "Who decided?", b.person_input(initial=old.decided_by if old else by)),
            b.question("decided_on", "When?", b.date_input(initial=old.decided_on if old else today)),
            b.question(
                "alternatives",
                "What else was possible?",
                _text(old.alternatives if old else None),
                hint="And why it was not chosen: this is what people ask later.",
                optional=True,
            ),
        ],
        submit="Log",
        about=about,
    )


def _text(initial: str | None) -> b.Block:
    return b.text_input(initial=initial, lines=True, most=MOST)


def done(entry: LoggedDecision) -> b.View:
    text = say("log_done", entry=entry)
    return b.done("Logged", b.Message(text, [b.section(text)]))


def listed(standing: Standing, *, page: int, may_log: bool) -> b.Message:
    """The latest first; what was corrected stays, struck through."""
    found, id = list(reversed(standing.decision_log)), str(standing.program.id)
    gone = corrected(found)
    codes = {each.id: each.code for each in found}
    kpis = {each.id: each.code for each in standing.kpis}
    text = say("log", program=standing.program, count=len(found))
    rows = []
    for each in found[page * PAGE : (page + 1) * PAGE]:
        correct = b.button("Correct", f"{OPEN_CORRECT}:{each.number}", str(each.id), label=f"Correct {each.code}")
        words = say(
            "log_entry",
            entry=each,
            is_struck=each.id in gone,
            corrects=codes.get(each.corrects) if each.corrects else None,
            kpi=kpis.get(each.kpi) if each.kpi else None,
        )
        rows += b.sections(words)
        if may_log and each.id not in gone:
            rows[-1] = rows[-1] | {"accessory": correct}
    log = [b.button("Log a decision", OPEN, id)] if may_log else []
    buttons = [*log, *turns(LIST, id, page, len(found), PAGE)]
    return b.Message(text, [b.section(text), *rows, *([b.actions(*buttons)] if buttons else [])])
