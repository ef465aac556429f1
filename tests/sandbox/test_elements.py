"""Elements: what Slack's client says before it submits, and what a person can choose."""

from typing import Any

import pytest

from sandbox.elements import REQUIRED, Element, checked, date_of, find, initial_state, option_of, time_of, with_ids
from sandbox.errors import Failure

Body = dict[str, Any]


def asks(element: Body, **more: Any) -> Element:
    label = {"type": "plain_text", "text": "Label"}
    return Element({"type": "input", "block_id": "b", "label": label, **more}, {"action_id": "a", **element})


NUMBER = {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "5"}
DECIMAL = {"type": "number_input", "is_decimal_allowed": True}
TEXT = {"type": "plain_text_input", "min_length": 3, "max_length": 5}


@pytest.mark.parametrize(
    ("element", "value", "words"),
    [
        (NUMBER, "3", None),
        (NUMBER, "0", "Please enter a number of at least 1."),
        (NUMBER, "6", "Please enter a number of at most 5."),
        (NUMBER, "2.5", "Please enter a whole number."),
        (NUMBER, "three", "Please enter a whole number."),
        (DECIMAL, "-2.5", None),
        (DECIMAL, "1e5", "Please enter a number."),
        (DECIMAL, "٣", "Please enter a number."),
        (TEXT, "abc", None),
        (TEXT, "ab", "Please enter at least 3 characters."),
        (TEXT, "abcdef", "Please enter no more than 5 characters."),
        (TEXT, None, REQUIRED),
        (TEXT, "", REQUIRED),
        ({"type": "plain_text_input"}, "x" * 3001, "Please enter no more than 3000 characters."),
        ({"type": "email_text_input"}, "a@b", "Please enter a valid email address."),
        ({"type": "url_text_input"}, "example.com", "Please enter a valid URL."),
        ({"type": "multi_users_select", "max_selected_items": 1}, ["U1", "U2"], "Please choose no more than 1."),
        ({"type": "checkboxes"}, [], REQUIRED),
    ],
)
def test_inputs_are_checked_before_they_are_sent(element: Body, value: Any, words: str | None) -> None:
    assert checked(asks(element), value) == words


def test_an_optional_input_may_stay_empty() -> None:
    assert checked(asks(TEXT, optional=True), None) is None
    assert checked(asks(TEXT, optional=True), "ab") == "Please enter at least 3 characters."


def test_dates_and_times_have_one_form() -> None:
    assert (date_of("2026-11-30"), time_of("09:30")) == ("2026-11-30", "09:30")
    with pytest.raises(Failure, match="takes one like 2026-11-30"):
        date_of("30.11.2026")
    with pytest.raises(Failure, match="takes one like 09:30"):
        time_of("half past nine")


def test_what_came_without_an_id_gets_one_and_the_original_stays_as_it_was() -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}}
    given = [{"type": "section", "text": {"type": "mrkdwn", "text": "x"}, "accessory": button}]
    block = with_ids(given)[0]
    assert block["block_id"]
    assert block["accessory"]["action_id"]
    assert "block_id" not in given[0]
    assert "action_id" not in button


def test_options_are_found_by_value_by_label_and_in_groups() -> None:
    low = {"text": {"type": "plain_text", "text": ":seedling: Low"}, "value": "1"}
    grouped = asks({"type": "static_select", "option_groups": [{"options": [low]}]})
    assert option_of(grouped, "1", {}) == option_of(grouped, "low", {}) == option_of(grouped, low, {}) == low
    with pytest.raises(Failure, match="its options are “:seedling: Low”"):
        option_of(grouped, "High", {})


def test_a_state_begins_with_what_the_app_chose() -> None:
    option = {"text": {"type": "plain_text", "text": "Low"}, "value": "1"}
    elements = [
        {"type": "static_select", "action_id": "s", "options": [option], "initial_option": option},
        {"type": "checkboxes", "action_id": "c", "options": [option]},
        {"type": "datepicker", "action_id": "d", "initial_date": "2026-11-30"},
        {"type": "button", "action_id": "b", "text": {"type": "plain_text", "text": "Go"}},
    ]
    blocks = [{"type": "actions", "block_id": "row", "elements": elements}]
    assert initial_state(blocks) == {
        "row": {
            "s": {"type": "static_select", "selected_option": option},
            "c": {"type": "checkboxes", "selected_options": []},
            "d": {"type": "datepicker", "selected_date": "2026-11-30"},
        }
    }
    assert find(blocks, "Go").action_id == "b"
