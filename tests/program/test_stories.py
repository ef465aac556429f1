"""What is told about a pilot: moments of both kinds, stories that say what got better, a log of what was done."""

from dataclasses import replace

from program import stories
from program.items import Item, ItemState
from tests.program.examples import NOW, begun, refuses, with_items
from tests.program.test_proofs import rows, with_rows


def test_moments_are_of_both_kinds() -> None:
    assert len(stories.moments(begun(), {})) == 2
    helped = with_rows("moments", {"kind": "helped", "what": "x"})
    assert stories.moments(helped, {}) == ["a moment in which it clearly failed"]
    both = with_rows("moments", {"kind": "helped", "what": "x"}, {"kind": "failed", "what": "y"})
    assert stories.moments(both, {}) == [] and stories.counted(both) == (1, 1)


def test_a_story_says_what_got_better() -> None:
    with refuses("what got better", field="quality"):
        stories.story(begun(), None, {"what": "It went well", "minutes": 0}, NOW)
    stories.story(begun(), None, {"minutes": 12}, NOW)
    stories.story(begun(), None, {"quality": "No more missed pages"}, NOW)


def test_only_stories_that_may_be_shared_are_told_and_the_newest_first() -> None:
    given = [{"what": f"{number}", "share": "no" if number == 2 else "yes"} for number in range(4)]
    assert [row.facts["what"] for row in stories.told(with_rows("stories", *given))] == ["3", "1"]


def test_a_change_is_logged_once_it_was_made() -> None:
    stories.not_ahead(begun(), None, {"on": "2026-01-12"}, NOW)
    stories.not_ahead(begun(), None, {}, NOW)
    with refuses("still to come", field="on"):
        stories.not_ahead(begun(), None, {"on": "2026-01-13"}, NOW)


def test_tuning_goes_on_after_the_launch() -> None:
    launch = Item("w11-limited-group", ItemState.DONE, "A", None, None, "A", NOW, {"since": "2026-03-24"})
    live = with_items(begun(), launch)
    assert stories.tuned_live(begun(), {}) == []
    assert stories.tuned_live(replace(live, rows=rows("tuning", {"on": "2026-03-10"})), {}) == [
        "a change in “Tuning log” made since the launch on 24 Mar 2026"
    ]
    assert stories.tuned_live(replace(live, rows=rows("tuning", {"on": "2026-03-24"})), {}) == []
