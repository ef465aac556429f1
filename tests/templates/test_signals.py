"""Signs of trouble as they are shown: by mode, with what to do; the gravest in status, prompt and digest."""

from dataclasses import replace
from datetime import timedelta

import pytest

from program import packets as rules
from program.failure_modes import Seen
from program.programs import ProgramState
from program.standings import Standing
from templates import digests, packets, weeks
from templates import signals as shown
from templates.blocks import Message, sections
from tests.program.examples import GO_NO_GO, NOW, PLAYBOOK, PROGRAM, begun, complete
from tests.program.test_signals import END, WEEK_11, saw, settled, with_seen
from tests.templates.extremes import NASTY, filled, taken

MONDAY = (WEEK_11 - timedelta(days=WEEK_11.weekday())).date()


def worded(text: str) -> Standing:
    """With the longest titles that a playbook may have."""
    items = [replace(each, title=filled(text, 75)) for each in PLAYBOOK.checklist]
    modes = [
        replace(
            mode,
            title=filled(text, 75),
            help=filled(text, 200),
            symptoms=tuple(
                replace(each, title=filled(text, 75), help=filled(text, 200), lines=tuple(i.key for i in items[:9]))
                for each in mode.symptoms
            ),
        )
        for mode in PLAYBOOK.failure_modes
    ]
    playbook = replace(PLAYBOOK, checklist=tuple(items), failure_modes=tuple(modes))
    seen = [Seen(PROGRAM.id, each.key, 4, PROGRAM.start) for mode in modes for each in mode.symptoms]
    return replace(begun(), playbook=playbook, symptoms_seen=tuple(seen))


@pytest.mark.parametrize("text", NASTY)
def test_slack_takes_every_view(text: str) -> None:
    standing = worded(text)
    taken(shown.shown(standing, END))
    taken(Message("Status", sections(shown.brief(standing, END))))
    taken(weeks.prompt(standing, MONDAY, END))
    taken(digests.digest([standing] * 40, MONDAY, END))
    for page in packets.pages(rules.frozen(standing, GO_NO_GO, END), standing, GO_NO_GO, {}):
        assert len(page) <= packets.ROWS
    assert "Signs of trouble" in str(packets.shown(standing, GO_NO_GO, {}))


def test_each_sign_has_its_evidence_what_to_do_and_a_button() -> None:
    message = shown.shown(with_seen(saw("vague-goal", days_ago=30)), WEEK_11)
    text = str(message.blocks)

    assert "*The goal has no figure* · since week 4: there is no KPI" in text and "→" in text
    assert "*No release pipeline* · *new*, since week 11:" in text
    buttons = [each["accessory"]["action_id"] for each in message.blocks if "accessory" in each]
    assert len(buttons) == len(set(buttons)) > 10
    assert len(message.blocks) <= 50


def test_the_mode_of_the_gravest_sign_comes_first() -> None:
    blocks = shown.shown(begun(), END).blocks
    signs = [each["text"]["text"][0] for each in blocks if "accessory" in each]
    heads = [each for each in blocks if each["type"] == "context"]

    assert heads[0]["elements"][0]["text"].startswith("*The problem is not pinned down*")
    assert signs[0] == "🔴"


def test_what_is_gone_is_told_below() -> None:
    mended = settled("c-ci-cd")(with_seen(saw("no-ci-cd", days_ago=20, gone_days_ago=2)))
    assert "Gone within the last week: No release pipeline." in str(shown.shown(mended, WEEK_11).blocks)
    assert "Gone" not in str(shown.shown(begun(), WEEK_11).blocks)


@pytest.mark.parametrize(("state", "words"), [(ProgramState.PAUSED, "is not running"), (ProgramState.RUNNING, "none")])
def test_where_none_shows_it_says_why(state: ProgramState, words: str) -> None:
    bare = replace(begun(), program=replace(PROGRAM, state=state), playbook=replace(PLAYBOOK, failure_modes=()))
    assert words in shown.shown(bare, END).text


def test_the_status_names_the_three_gravest_or_nothing() -> None:
    assert shown.brief(begun(), END).count("→") == 3
    assert "more: `/pilot signals`" in shown.brief(begun(), END)
    assert shown.brief(replace(begun(), playbook=replace(PLAYBOOK, failure_modes=())), NOW) == ""


def test_the_weekly_prompt_has_one_line_of_them_with_the_way_to_all() -> None:
    prompt = weeks.prompt(with_seen(saw("vague-goal", days_ago=30)), MONDAY, WEEK_11)
    lines = [each for each in prompt.blocks if "of trouble" in str(each.get("text"))]

    assert len(lines) == 1 and lines[0]["accessory"]["action_id"] == "signals-show:prompt"
    assert "13 signs of trouble: `/pilot signals`" in prompt.text
    assert "the gravest first: The goal has no figure (since week 4)" in lines[0]["text"]["text"]
    assert "of trouble" not in str(weeks.prompt(begun(), PROGRAM.start, NOW).blocks)


def test_the_digest_says_what_came_and_what_is_gone() -> None:
    came = with_seen(saw("vague-goal", days_ago=30), saw("no-registry", days_ago=20, gone_days_ago=2))
    text = str(digests.digest([settled("c-model-registry")(came)], MONDAY, WEEK_11).blocks)

    assert "gravest “The goal has no figure” (since week 4). New: " in text
    assert "Gone: No registry of models" in text
    assert "Signs of trouble" not in str(digests.digest([begun()], MONDAY, NOW).blocks)


def test_the_packet_has_the_signs_as_they_were_kept() -> None:
    standing = complete(GO_NO_GO)
    frozen = rules.frozen(with_seen(saw("vague-goal", days_ago=30)), GO_NO_GO, WEEK_11)

    assert "The goal has no figure (since week 4): there is no KPI" in str(
        packets.pages(frozen, standing, GO_NO_GO, {})
    )
    none = str(packets.pages(frozen | {"signals": []}, standing, GO_NO_GO, {}))
    assert "*Signs of trouble*" in none and "None shows." in none
    before = {name: facts for name, facts in frozen.items() if name != "signals"}
    assert "Signs of trouble" not in str(packets.pages(before, standing, GO_NO_GO, {}))
