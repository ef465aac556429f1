"""What is in production, its reviews and its changes as they are shown: Slack takes them all."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from program.changes import Change
from program.live_reviews import Way
from program.standings import Standing
from templates import changes as words
from templates import production as shown
from templates import status
from tests.program.examples import NOW, begun, morning
from tests.program.test_changes import CHANGE, MODEL, TODAY, approved, live, word
from tests.program.test_launches import launched
from tests.program.test_production import FINE, FIRST, HANDLING, in_production
from tests.templates.extremes import NASTY, filled, taken


def full(text: str) -> Standing:
    reviews = tuple(replace(FINE, id=uuid4(), note=filled(text, 500), kpi=filled(text, 100)) for _ in range(30))
    return replace(in_production(*reviews), kpis=(replace(HANDLING, name=filled(text, 100)),), changes=many(text))


def many(text: str) -> tuple[Change, ...]:
    long = filled(text, 500)
    change = replace(CHANGE, what=long, why=long, effect=long)
    no = word("security", approves=False, reason=long)
    others = [replace(change, id=uuid4(), number=number) for number in range(4, 30)]
    return (
        replace(change, answers=(no,)),
        replace(change, number=2, answers=approved().answers),
        replace(change, number=3, answers=approved().answers, live_on=TODAY),
        *others,
    )


@pytest.mark.parametrize("text", NASTY)
def test_slack_takes_every_view(text: str) -> None:
    standing = full(text)
    for each in (standing, replace(standing, live_reviews=()), begun(), launched()):
        taken(shown.screen(each, NOW, may_review=True))
        taken(status.status(each, NOW))
        for way in Way:
            taken(shown.form(each, way, NOW))
    for each in (standing, replace(standing, live_reviews=())):
        taken(shown.asked(each, FIRST, NOW))
    for way in Way:
        review = replace(FINE, way=way, note=filled(text, 500))
        taken(shown.done(standing, review))
        taken(shown.reviewed(replace(standing, live_reviews=(review,)), review.id))
    for change in standing.changes[:5]:
        for user in ("SECURITY", "NOBODY"):
            taken(words.asked(standing, change, user))
        for view in (words.shown, words.told, words.refuse, words.proposed, words.settled, words.answered):
            taken(view(standing, change))
        taken(words.live(standing, change, today=TODAY))
    taken(words.form(standing, today=TODAY))
    for page in range(4):
        taken(words.listed(standing, "SECURITY", may_go_live=True, page=page))


def test_the_screen_says_since_when_and_when_it_is_looked_at_next() -> None:
    told = taken(shown.screen(replace(in_production(), kpis=(HANDLING,)), NOW, may_review=True))
    assert "in production* since Fri 10 Apr 2026" in told and "Next review on Sun 10 May 2026" in told
    assert "Handling time: no reading yet" in told and "Still fine" in told
    assert "Still fine" not in taken(shown.screen(in_production(), NOW, may_review=False))
    assert "in its limited launch" in taken(shown.screen(launched(), NOW, may_review=True))
    assert "is not in production" in taken(shown.screen(begun(), NOW, may_review=True))
    retired = in_production(replace(FINE, way=Way.RETIRE))
    assert "is retired" in taken(shown.screen(retired, NOW, may_review=True))
    assert "Looked at before" in taken(shown.screen(in_production(FINE), NOW, may_review=True))


def test_its_owner_sees_the_question_and_then_the_answer() -> None:
    standing = replace(in_production(), kpis=(HANDLING,))
    assert "Is CLAIMS still fine?" in taken(shown.asked(standing, FIRST, morning(FIRST)))
    told = taken(shown.asked(in_production(FINE), FIRST, morning(FIRST)))
    assert "still fine" in told and "reads 19" in told and "Quiet weeks." in told
    assert "Is CLAIMS still fine?" in taken(shown.asked(in_production(FINE), FIRST + timedelta(days=60), NOW))
    moved = replace(FINE, way=Way.MOVED, value=None)
    assert "another day" in taken(shown.asked(in_production(moved), FIRST, NOW))
    form = taken(shown.form(standing, Way.FINE, NOW))
    assert "What does K-1 Handling time read now, in min?" in form and "It was never read." in form
    assert "Propose the change" in taken(shown.done(standing, replace(FINE, way=Way.CHANGE)))


def test_a_change_shows_whose_word_is_missing_and_has_the_buttons_that_count() -> None:
    half = replace(CHANGE, answers=(word("security"),))
    standing = live(half)
    told = taken(words.shown(standing, half))
    assert "✅ Security, <@SECURITY>" in told and "⏳ Product owner, <@PRODUCT-OWNER>" in told
    assert "Approve" in taken(words.asked(standing, half, "PRODUCT-OWNER"))
    assert "Approve" not in taken(words.asked(standing, half, "SECURITY"))
    assert "It is live" in taken(words.told(standing, approved()))
    refused = replace(CHANGE, answers=(word("security", approves=False, reason="Untested."),))
    assert "Untested." in taken(words.told(standing, refused))
    assert "It is live" not in taken(words.told(standing, refused))
    listed = taken(words.listed(live(half), "ON-CALL", may_go_live=False))
    assert "Withdraw" in listed and "It is live" not in listed
    assert "It is live" in taken(words.listed(live(approved()), "ON-CALL", may_go_live=True))
    assert "was changed since the go" in taken(words.listed(live(), "ON-CALL", may_go_live=True))
    empty = live(CHANGE, holders={role: [role.upper()] for role in MODEL[:2]})
    assert "Appoint somebody, or it waits for ever" in taken(words.proposed(empty, CHANGE))
    gone = replace(CHANGE, kind="weather")
    assert "weather" in taken(words.shown(live(gone), gone))


def test_the_status_says_what_is_in_production_and_which_changes_are_on_their_way() -> None:
    told = taken(status.status(replace(in_production(), changes=(CHANGE, replace(approved(), number=2))), NOW))
    assert "In production" in told and "Next review on Sun 10 May 2026" in told
    assert "waits for Product owner, Engineering lead, Security" in told and "approved, not live yet" in told
    assert "in production, next review on 10 May 2026" in status.line(in_production(), NOW)
