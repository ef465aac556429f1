"""App Home: what waits for this person, across programs, and their programs."""

from collections.abc import Sequence
from datetime import datetime

from program.inquiries import Reply
from program.owing import Owed
from program.selections import Selection
from program.standings import Standing
from program.use_cases import UseCase
from templates import blocks as b
from templates import owing, status, tools
from templates import undelivered as lacking
from templates.use_cases import OPEN_PROPOSE
from templates.words import say

MOST_OWED, MOST_PROGRAMS, MOST_ANSWERS = 30, 15, 10


def home(
    owed: Sequence[Owed],
    agreements: Sequence[tuple[Selection, UseCase]],
    programs: Sequence[Standing],
    now: datetime,
    *,
    answers: Sequence[tuple[UseCase, Reply]] = (),
    undelivered: int = 0,
    requests: int = 0,
    reports: int = 0,
) -> b.View:
    count = len(owed) + len(agreements) + len(answers)
    shown = [b.header(say("home_waiting", count=count))]
    shown += [owing.agreement_row(selection, primary) for selection, primary in agreements]
    shown += [owing.answer_row(use_case, reply) for use_case, reply in answers[:MOST_ANSWERS]]
    shown += [owing.row(each, now) for each in owed[:MOST_OWED]]
    if len(owed) > MOST_OWED:
        shown.append(b.context(say("home_more", more=len(owed) - MOST_OWED)))
    if not count:
        shown.append(b.section(say("home_nothing")))
    if requests or reports:
        shown.append(tools.on_home(requests, reports))
    if undelivered:
        shown.append(lacking.on_home(undelivered))
    shown += [b.divider(), b.header("My programs")]
    shown += [status.row(each, now) for each in status.worst_first(programs, now)[:MOST_PROGRAMS]]
    if not programs:
        shown.append(b.section(say("home_no_programs")))
    if len(programs) > MOST_PROGRAMS:
        shown.append(b.context(say("home_more_programs", more=len(programs) - MOST_PROGRAMS)))
    shown.append(
        b.actions(
            b.button("Propose a use case", OPEN_PROPOSE, style="primary"),
            b.button("Candidates", "use-case-list"),
            b.button("All my programs", f"{status.PAGE_OF}:first", "0"),
        )
    )
    return b.home(shown)
