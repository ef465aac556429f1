"""What a week asks, what is late, and what holds a program up."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from program import schedule, surfaces, weeks
from program.decisions import Decision
from program.items import Item, ItemState
from program.posts import DecisionWanted, Home, SignOffAsked, VoteOpened, WeeklyPrompt
from program.programs import Extension, ProgramState
from program.standings import Standing
from program.votes import Poll
from tests.program.examples import (
    DISCOVERY,
    GATE_DAY,
    GO_NO_GO,
    NOW,
    PLAYBOOK,
    PROGRAM,
    START,
    asked,
    begun,
    complete,
    done,
    morning,
    signed,
    with_items,
)

WEEK_2, WEEK_4 = START + timedelta(weeks=1), START + timedelta(weeks=3)
BEFORE = with_items(begun(), *(done(entry.key) for entry in PLAYBOOK.items_due_in(0)))


def extended(standing: Standing, weeks: int = 2) -> Standing:
    return replace(standing, program=replace(PROGRAM, extensions=(Extension(10, weeks, "More evidence"),)))


def test_a_playbook_without_a_week_0_begins_with_its_first() -> None:
    later = replace(PLAYBOOK, weeks=PLAYBOOK.weeks[1:])
    before = morning(START - timedelta(days=3))

    assert begun().week(before).number == 0
    assert replace(begun(), playbook=later).week(before).number == 1
    assert replace(begun(), playbook=later).week(morning(START)).number == 1


def test_a_week_asks_for_what_is_due_in_it() -> None:
    this = weeks.agenda(with_items(BEFORE, done("w1-workshops")), START, NOW)

    assert this.week.number == 1
    assert this.due_day == date(2026, 1, 16)
    assert [entry.key for entry in this.settled] == ["w1-workshops"]
    assert len(this.due) == 6
    assert (this.late, this.hold, this.extension) == ((), None, None)
    assert this.gate == DISCOVERY


def test_late_is_first_what_the_gate_needs_then_what_is_late_longest() -> None:
    standing = replace(BEFORE, passed=())
    standing = with_items(standing, Item("d0-business-case"), Item("w0-candidates"))

    this = weeks.agenda(standing, WEEK_2, morning(WEEK_2))

    assert this.late[0].key == "d0-business-case"
    assert [entry.due_week for entry in this.late] == sorted(entry.due_week for entry in this.late)
    assert {entry.due_week for entry in this.late} == {0, 1}


def test_a_phase_does_not_begin_before_its_gate_is_passed() -> None:
    this = weeks.agenda(BEFORE, WEEK_4, morning(WEEK_4 + timedelta(days=2)))

    assert this.hold is not None
    assert (this.hold.gate, this.hold.since) == (DISCOVERY, WEEK_4)
    assert len(this.hold.missing) == 13
    assert weeks.agenda(BEFORE, WEEK_4 + timedelta(weeks=1), morning(WEEK_4 + timedelta(weeks=1))).hold is not None


def test_a_gate_that_lacks_nothing_holds_until_it_is_closed() -> None:
    this = weeks.agenda(complete(DISCOVERY), WEEK_4, morning(WEEK_4))

    assert this.hold is not None and this.hold.missing == ()
    passed = replace(complete(DISCOVERY), passed=begun(passed=("selection", "discovery")).passed)
    assert weeks.agenda(passed, WEEK_4, morning(WEEK_4)).hold is None


def test_only_the_week_that_we_are_in_is_held() -> None:
    assert weeks.agenda(BEFORE, START, morning(WEEK_4)).hold is None
    paused = replace(BEFORE, program=replace(PROGRAM, state=ProgramState.PAUSED))
    assert weeks.agenda(paused, WEEK_4, morning(WEEK_4)).hold is None


def test_the_week_before_the_start_asks_for_the_selection() -> None:
    this = weeks.agenda(begun(), START - timedelta(weeks=1), NOW - timedelta(days=4))

    assert this.week.number == 0
    assert this.due_day == date(2026, 1, 9)
    assert len(this.due) == 8


def test_an_extended_week_goes_on_until_its_new_day() -> None:
    tenth = PROGRAM.monday(10)
    passed = begun(passed=("selection", "discovery", "foundation"))

    for turn in range(3):
        this = weeks.agenda(extended(passed), tenth + timedelta(weeks=turn), morning(tenth + timedelta(weeks=turn)))
        assert (this.week.number, this.due_day, this.extension) == (
            10,
            tenth + timedelta(weeks=2, days=4),
            "More evidence",
        )
    assert weeks.agenda(extended(passed), tenth + timedelta(weeks=3), NOW).week.number == 11


def test_what_i_owe_comes_before_what_others_owe() -> None:
    taken = Item("c-runbook", ItemState.IN_PROGRESS, "LEGAL")

    mine, others = weeks.still_open(with_items(begun(), taken, done("c-vendor-risk")), "LEGAL")

    assert [entry.key for entry in mine] == ["c-runbook"]
    assert len(others) == len(PLAYBOOK.items) - 2


# --- which posts show it ------------------------------------------------------------------------------------------


def test_an_item_is_shown_by_the_prompts_of_its_week_and_of_this_one() -> None:
    entry = PLAYBOOK.item("w1-workshops")

    shown = surfaces.of_item(begun(), entry, morning(WEEK_2), touched=["BEN"])

    assert shown == [
        WeeklyPrompt(PROGRAM.id, START),
        WeeklyPrompt(PROGRAM.id, WEEK_2),
        Home("BEN"),
        Home("PRODUCT-OWNER"),
    ]


def test_an_item_of_an_extended_week_is_shown_by_each_of_its_prompts() -> None:
    entry, tenth = PLAYBOOK.item("w10-accurate-enough"), PROGRAM.monday(10)

    shown = surfaces.of_prompt(extended(begun()), morning(tenth), entry)

    assert shown == [WeeklyPrompt(PROGRAM.id, tenth + timedelta(weeks=turn)) for turn in range(3)]
    assert len(weeks.mondays(extended(begun(), 5), 10)) == 6


def test_evidence_is_shown_by_open_polls_and_by_whoever_signs_on_it() -> None:
    standing = signed(asked(begun(), DISCOVERY, "security"))
    standing = asked(standing, DISCOVERY, "privacy")
    poll = Poll(uuid4(), PROGRAM.id, GO_NO_GO.key, {}, "d", "ANN", NOW, NOW + timedelta(days=3))
    standing = replace(standing, polls=(poll,))

    needed_there = surfaces.of_evidence(standing, PLAYBOOK.item("d1-architecture"))
    counted_in_both = surfaces.of_evidence(standing, PLAYBOOK.item("c-data-sources"))

    signers = [SignOffAsked(each.id) for each in standing.sign_offs]
    assert needed_there == signers
    of_item = surfaces.of_item(standing, PLAYBOOK.item("d1-architecture"), morning(WEEK_2))
    assert [each for each in of_item if isinstance(each, SignOffAsked | VoteOpened)] == signers
    assert counted_in_both == [VoteOpened(poll.id), *signers]
    assert surfaces.of_evidence(standing) == counted_in_both
    assert surfaces.of_evidence(standing, PLAYBOOK.item("w1-workshops")) == []


def test_a_vote_that_has_closed_is_shown_to_who_decides_until_the_decision_is_recorded() -> None:
    standing = begun()
    poll = Poll(uuid4(), PROGRAM.id, GO_NO_GO.key, {}, "d", "ANN", NOW, NOW + timedelta(days=3), closed_at=NOW)
    closed = replace(standing, polls=(poll,))
    decision = Decision(uuid4(), PROGRAM.id, GO_NO_GO.key, poll.id, "pause", "why", (), "SPONSOR", NOW, "d")
    decided = replace(closed, decisions=(decision,))

    deciders = standing.holders[GO_NO_GO.decider]
    assert deciders and surfaces.of_vote(closed, GO_NO_GO) == [DecisionWanted(poll.id, each) for each in deciders]
    assert surfaces.of_vote(decided, GO_NO_GO) == [] == surfaces.of_vote(standing, GO_NO_GO)


# --- when it is posted --------------------------------------------------------------------------------------------


def prompts(standing: Standing, now: datetime) -> list[date]:
    subjects = [post.subject for post in schedule.due_posts(standing, now)]
    return [each.monday for each in subjects if isinstance(each, WeeklyPrompt)]


def test_only_the_latest_prompt_is_said_after_an_outage() -> None:
    assert prompts(begun(), morning(START) - timedelta(minutes=2)) == []
    assert prompts(begun(), morning(START)) == [START]
    assert prompts(begun(), morning(WEEK_4 + timedelta(days=3))) == [WEEK_4]


def test_the_prompt_goes_to_the_channel_at_nine_there() -> None:
    (post,) = [each for each in schedule.due_posts(begun(), morning(START)) if isinstance(each.subject, WeeklyPrompt)]

    assert post.to == "C1"
    assert post.due_at == datetime(2026, 1, 12, 8, tzinfo=UTC)
    waiting = replace(begun(), program=replace(PROGRAM, channel=None))
    assert schedule.due_posts(waiting, morning(START))[0].to == f"program:{PROGRAM.id}"


def test_extension_weeks_have_their_prompts_and_after_the_end_there_is_none() -> None:
    extra = PROGRAM.monday(10) + timedelta(weeks=1)
    assert prompts(extended(begun()), morning(extra)) == [extra]
    last = PROGRAM.monday(13)
    assert prompts(begun(), morning(last + timedelta(weeks=1))) == []
    assert prompts(extended(begun()), morning(last + timedelta(weeks=2))) == [last + timedelta(weeks=2)]


def test_a_paused_program_is_left_in_peace() -> None:
    paused = replace(begun(), program=replace(PROGRAM, state=ProgramState.PAUSED))
    assert schedule.due_posts(paused, morning(GATE_DAY)) == []
    assert schedule.next_due(paused, NOW) is None
