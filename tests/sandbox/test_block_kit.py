"""Every limit of Block Kit: what is at it passes, what is one over is refused with Slack's error."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from sandbox.block_kit import Surface, check_blocks, check_message, check_view
from sandbox.block_kit.blocks import BLOCKS
from sandbox.block_kit.elements import ELEMENTS

Json = dict[str, Any]
Made = Callable[[int], Json]


def plain(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def marked(words: str) -> Json:
    return {"type": "mrkdwn", "text": words}


def x(count: int) -> str:
    return "x" * count


def many(count: int, make: Callable[[int], Any]) -> list[Any]:
    return [make(index) for index in range(count)]


def option(text: str = "Yes", value: str = "yes", **more: Any) -> Json:
    return {"text": plain(text), "value": value, **more}


def options(count: int) -> list[Json]:
    return many(count, lambda index: option(value=str(index)))


def section(**fields: Any) -> Json:
    return {"type": "section", **({"text": marked("Hello")} | fields)}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def button(**fields: Any) -> Json:
    return {"type": "button", "text": plain("Go"), **fields}


def asks(element: Json, **fields: Any) -> Json:
    return {"type": "input", "label": plain("Name"), "element": element, **fields}


def typed(**fields: Any) -> Json:
    return {"type": "plain_text_input", **fields}


def select(**fields: Any) -> Json:
    return {"type": "static_select", **({"options": options(1)} | fields)}


def confirm(**fields: Any) -> Json:
    base = {"title": plain("Sure?"), "text": plain("No way back."), "confirm": plain("Yes"), "deny": plain("No")}
    return base | fields


def confirmed(**fields: Any) -> Json:
    return actions(button(confirm=confirm(**fields)))


def image(**fields: Any) -> Json:
    return {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A chart", **fields}


def url(length: int) -> str:
    return "https://example.com/".ljust(length, "a")


def cells(count: int) -> list[Json]:
    return many(count, lambda _: {"type": "raw_text", "text": "x"})


def table(rows: int = 1, columns: int = 1) -> Json:
    return {"type": "table", "rows": many(rows, lambda _: cells(columns))}


def data_table(rows: int = 2, columns: int = 1, **fields: Any) -> Json:
    return {"type": "data_table", "caption": "People", "rows": many(rows, lambda _: cells(columns)), **fields}


def long_cells(kind: str, characters: int) -> Json:
    """Two cells with so much text in all."""
    rows = [[{"type": "raw_text", "text": "x"}], [{"type": "raw_text", "text": x(characters - 1)}]]
    return {"type": kind, "rows": rows} | ({"caption": "Long"} if kind == "data_table" else {})


def chart(chart: Json, title: str = "Readings") -> Json:
    return {"type": "data_visualization", "title": title, "chart": chart}


def pie(segments: int = 1, label: str = "") -> Json:
    return chart({"type": "pie", "segments": many(segments, lambda i: {"label": label or f"part {i}", "value": i + 1})})


def line(series: int = 1, points: int = 1, name: str = "", label: str = "", kind: str = "line", **axis: Any) -> Json:
    labels = [label or f"week {index}" for index in range(points)]
    data = [{"label": own, "value": 1.5} for own in labels]
    lines = many(series, lambda index: {"name": name or f"line {index}", "data": data})
    return chart({"type": kind, "series": lines, "axis_config": {"categories": labels, **axis}})


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def card(**fields: Any) -> Json:
    return {"type": "card", "title": plain("A card"), **fields}


def modal(*blocks: Json, **fields: Any) -> Json:
    view = {"type": "modal", "title": plain("Form"), "submit": plain("Send"), "blocks": list(blocks) or [section()]}
    return view | fields


def number_input(**fields: Any) -> Json:
    return {"type": "number_input", "is_decimal_allowed": True, **fields}


# (what, where it stands, the limit, how to make one with so much of it)
LIMITS: list[tuple[str, Surface, int, Made]] = [
    ("block_id", "message", 255, lambda n: section(block_id=x(n))),
    ("action_id", "message", 255, lambda n: actions(button(action_id=x(n)))),
    ("section text", "message", 3000, lambda n: section(text=marked(x(n)))),
    ("section fields", "message", 10, lambda n: section(fields=many(n, lambda _: marked("x")))),
    ("section field", "message", 2000, lambda n: section(fields=[marked(x(n))])),
    ("header", "message", 150, lambda n: {"type": "header", "text": plain(x(n))}),
    ("header level", "message", 4, lambda n: {"type": "header", "text": plain("x"), "level": n}),
    ("context elements", "message", 10, lambda n: {"type": "context", "elements": many(n, lambda _: marked("x"))}),
    ("actions elements", "message", 25, lambda n: actions(*many(n, lambda i: button(action_id=str(i))))),
    ("image alt text", "message", 2000, lambda n: image(alt_text=x(n))),
    ("image url", "message", 3000, lambda n: image(image_url=url(n))),
    ("image title", "message", 2000, lambda n: image(title=plain(x(n)))),
    ("input label", "modal", 2000, lambda n: asks(typed(), label=plain(x(n)))),
    ("input hint", "modal", 2000, lambda n: asks(typed(), hint=plain(x(n)))),
    ("button text", "message", 75, lambda n: actions(button(text=plain(x(n))))),
    ("button value", "message", 2000, lambda n: actions(button(value=x(n)))),
    ("button url", "message", 3000, lambda n: actions(button(url=url(n)))),
    ("button label", "message", 75, lambda n: actions(button(accessibility_label=x(n)))),
    ("option text", "message", 75, lambda n: actions(select(options=[option(text=x(n))]))),
    ("option value", "message", 150, lambda n: actions(select(options=[option(value=x(n))]))),
    ("option description", "message", 75, lambda n: actions(select(options=[option(description=plain(x(n)))]))),
    ("select options", "message", 100, lambda n: actions(select(options=options(n)))),
    (
        "option groups",
        "message",
        100,
        lambda n: actions(
            {
                "type": "static_select",
                "option_groups": many(n, lambda _: {"label": plain("Group"), "options": options(1)}),
            }
        ),
    ),
    (
        "option group's options",
        "message",
        100,
        lambda n: actions(
            {"type": "static_select", "option_groups": [{"label": plain("Group"), "options": options(n)}]}
        ),
    ),
    (
        "option group's label",
        "message",
        75,
        lambda n: actions({"type": "static_select", "option_groups": [{"label": plain(x(n)), "options": options(1)}]}),
    ),
    ("overflow options", "message", 5, lambda n: actions({"type": "overflow", "options": options(n)})),
    ("checkboxes", "message", 10, lambda n: actions({"type": "checkboxes", "options": options(n)})),
    ("radio buttons", "message", 10, lambda n: actions({"type": "radio_buttons", "options": options(n)})),
    ("confirm title", "message", 100, lambda n: confirmed(title=plain(x(n)))),
    ("confirm text", "message", 300, lambda n: confirmed(text=marked(x(n)))),
    ("confirm button", "message", 30, lambda n: confirmed(confirm=plain(x(n)))),
    ("deny button", "message", 30, lambda n: confirmed(deny=plain(x(n)))),
    ("placeholder", "modal", 150, lambda n: asks(typed(placeholder=plain(x(n))))),
    ("select's placeholder", "message", 150, lambda n: actions(select(placeholder=plain(x(n))))),
    ("initial value", "modal", 3000, lambda n: asks(typed(initial_value=x(n)))),
    ("max_length", "modal", 3000, lambda n: asks(typed(max_length=n))),
    ("min_length", "modal", 3000, lambda n: asks(typed(min_length=n))),
    ("files", "modal", 10, lambda n: asks({"type": "file_input", "max_files": n})),
    ("table rows", "message", 100, lambda n: table(rows=n)),
    ("table columns", "message", 20, lambda n: table(columns=n)),
    ("table column settings", "message", 20, lambda n: table() | {"column_settings": [None] * n}),
    ("table characters", "message", 10_000, lambda n: long_cells("table", n)),
    ("data_table rows", "message", 201, lambda n: data_table(rows=n)),
    ("data_table columns", "home", 20, lambda n: data_table(columns=n)),
    ("data_table characters", "message", 20_000, lambda n: long_cells("data_table", n)),
    ("data_table page", "message", 100, lambda n: data_table(page_size=n)),
    ("chart title", "message", 50, lambda n: pie() | {"title": x(n)}),
    ("pie segments", "message", 12, lambda n: pie(segments=n)),
    ("pie label", "message", 20, lambda n: pie(label=x(n))),
    ("line series", "message", 12, lambda n: line(series=n)),
    ("bar series", "message", 12, lambda n: line(series=n, kind="bar")),
    ("area points", "message", 20, lambda n: line(points=n, kind="area")),
    ("line points", "message", 20, lambda n: line(points=n)),
    ("series name", "message", 20, lambda n: line(name=x(n))),
    ("point label", "message", 20, lambda n: line(label=x(n))),
    ("axis label", "message", 50, lambda n: line(x_label=x(n))),
    ("markdown", "message", 12_000, lambda n: {"type": "markdown", "text": x(n)}),
    ("alert", "modal", 200, lambda n: {"type": "alert", "text": plain(x(n))}),
    ("video title", "message", 199, lambda n: video(title=plain(x(n)))),
    ("card title", "message", 150, lambda n: card(title=plain(x(n)))),
    ("card subtitle", "message", 150, lambda n: card(subtitle=plain(x(n)))),
    ("card body", "message", 200, lambda n: card(body=plain(x(n)))),
    ("carousel cards", "message", 10, lambda n: {"type": "carousel", "elements": many(n, lambda _: card())}),
    ("container's blocks", "message", 10, lambda n: container(many(n, lambda _: section()))),
    ("container title", "message", 150, lambda n: container([section()], title=plain(x(n)))),
    ("container subtitle", "message", 150, lambda n: container([section()], subtitle=plain(x(n)))),
]


def video(**fields: Any) -> Json:
    base = {"type": "video", "alt_text": "A talk", "title": plain("Talk"), "video_url": url(30)}
    return base | {"thumbnail_url": url(30)} | fields


def container(blocks: list[Json], **fields: Any) -> Json:
    return {"type": "container", "title": plain("Group"), "child_blocks": blocks} | fields


@pytest.mark.parametrize(
    ("surface", "most", "make"), [limit[1:] for limit in LIMITS], ids=[limit[0] for limit in LIMITS]
)
def test_a_block_at_its_limit_is_accepted_and_one_over_it_refused(surface: Surface, most: int, make: Made) -> None:
    assert check_blocks([make(most)], surface) == []

    problems = check_blocks([make(most + 1)], surface)

    assert {problem.code for problem in problems} == {"invalid_blocks" if surface == "message" else "invalid_arguments"}


VIEW_LIMITS: list[tuple[str, int, Made]] = [
    ("title", 24, lambda n: modal(title=plain(x(n)))),
    ("submit", 24, lambda n: modal(submit=plain(x(n)))),
    ("close", 24, lambda n: modal(close=plain(x(n)))),
    ("private_metadata", 3000, lambda n: modal(private_metadata=x(n))),
    ("callback_id", 255, lambda n: modal(callback_id=x(n))),
    ("external_id", 255, lambda n: modal(external_id=x(n))),
    ("blocks of a modal", 100, lambda n: modal(*many(n, lambda _: {"type": "divider"}))),
    ("blocks of Home", 100, lambda n: {"type": "home", "blocks": many(n, lambda _: {"type": "divider"})}),
]


@pytest.mark.parametrize(
    ("most", "make"), [limit[1:] for limit in VIEW_LIMITS], ids=[limit[0] for limit in VIEW_LIMITS]
)
def test_a_view_at_its_limit_is_accepted_and_one_over_it_refused(most: int, make: Made) -> None:
    assert check_view(make(most)) == []
    assert [problem.code for problem in check_view(make(most + 1))] == ["invalid_arguments"]


def test_a_view_of_250_kilobytes_is_accepted_and_one_byte_more_is_too_large() -> None:
    def view(size: int) -> Json:
        words = [3000] * 80 + [0] * 4
        made = modal(*[section(text=marked(x(count or 1))) for count in words])
        for block in made["blocks"][80:]:
            block["text"]["text"] = x(min(3000, 1 + max(0, size - _size(made))))
        return made

    assert _size(view(250_000)) == 250_000
    assert check_view(view(250_000)) == []
    assert [problem.code for problem in check_view(view(250_001))] == ["view_too_large"]


def _size(view: Json) -> int:
    return len(json.dumps(view, separators=(",", ":")))


def test_a_message_has_at_most_fifty_blocks() -> None:
    assert check_blocks(many(50, lambda _: {"type": "divider"}), "message") == []

    (problem,) = check_blocks(many(51, lambda _: {"type": "divider"}), "message")

    assert str(problem) == "no more than 50 items allowed [json-pointer:/blocks]"


def test_the_text_of_all_blocks_together_is_limited() -> None:
    full = [section(text=marked(x(3000)))] * 4
    assert check_blocks([*full, section(text=marked(x(1200)))], "message") == []
    assert [p.code for p in check_blocks([*full, section(text=marked(x(1201)))], "message")] == ["msg_blocks_too_long"]


@pytest.mark.parametrize("kind", ["markdown", "table", "data_table"])
def test_a_limit_for_the_whole_payload_is_summed_over_its_blocks(kind: str) -> None:
    most = {"markdown": 12_000, "table": 10_000, "data_table": 20_000}[kind]

    def half(more: int) -> Json:
        size = most // 2 + more
        return {"type": kind, "text": x(size)} if kind == "markdown" else long_cells(kind, size)

    assert check_blocks([half(0), half(0)], "message") == []
    assert [p.code for p in check_blocks([half(0), half(1)], "message")] == ["invalid_blocks"]


def test_a_message_shows_at_most_two_charts() -> None:
    assert check_blocks([pie(), line()], "message") == []
    assert [p.code for p in check_blocks([pie(), line(), pie()], "message")] == ["invalid_blocks"]


def test_an_update_has_at_most_4000_characters_of_text() -> None:
    assert check_message({"text": x(4000)}, updating=True) == []
    assert [p.code for p in check_message({"text": x(4001)}, updating=True)] == ["msg_too_long"]
    assert check_message({"text": x(4001)}) == []


def test_a_message_says_something() -> None:
    assert [p.code for p in check_message({"text": "", "blocks": []})] == ["no_text"]
    assert check_message({"blocks": [section()]}) == []
    assert check_message({"text": "Hello"}) == []
    assert [p.code for p in check_message({"text": "Hello", "blocks": {"type": "section"}})] == [
        "invalid_blocks_format"
    ]


STANDS = {
    "markdown": {"message"},
    "file": {"message"},
    "table": {"message"},
    "data_visualization": {"message"},
    "card": {"message"},
    "carousel": {"message"},
    "container": {"message"},
    "data_table": {"message", "home"},
    "alert": {"modal"},
}
ONE_OF_EACH: dict[str, Json] = {
    "section": section(),
    "header": {"type": "header", "text": plain("Head")},
    "divider": {"type": "divider"},
    "context": {"type": "context", "elements": [marked("by the way"), plain("so"), image()]},
    "actions": actions(button()),
    "input": asks(typed()),
    "image": image(),
    "video": video(),
    "rich_text": rich({"type": "text", "text": "Bold", "style": {"bold": True}}, {"type": "user", "user_id": "U1"}),
    "markdown": {"type": "markdown", "text": "# Head"},
    "file": {"type": "file", "external_id": "F1", "source": "remote"},
    "alert": {"type": "alert", "text": plain("Careful"), "level": "warning"},
    "table": table(),
    "data_table": data_table(),
    "data_visualization": pie(),
    "card": card(),
    "carousel": {"type": "carousel", "elements": [card()]},
    "container": container([section()]),
}


@pytest.mark.parametrize("kind", BLOCKS)
@pytest.mark.parametrize("surface", ["message", "modal", "home"])
def test_a_block_stands_only_on_its_surfaces(kind: str, surface: Surface) -> None:
    allowed = surface in STANDS.get(kind, {"message", "modal", "home"})

    problems = check_blocks([ONE_OF_EACH[kind]], surface)

    assert [p.where.rpartition("/")[2] for p in problems] == ([] if allowed else ["type"])


ELEMENTS_MADE: dict[str, Json] = {
    "button": button(),
    "image": image(),
    "static_select": select(),
    "multi_static_select": {"type": "multi_static_select", "options": options(2), "initial_options": options(1)},
    "overflow": {"type": "overflow", "options": [option(url="https://example.com")]},
    "checkboxes": {"type": "checkboxes", "options": [{"text": marked("*x*"), "value": "x"}]},
    "radio_buttons": {"type": "radio_buttons", "options": options(2), "initial_option": options(2)[1]},
    "datepicker": {"type": "datepicker", "initial_date": "2026-11-30"},
    "timepicker": {"type": "timepicker", "initial_time": "09:00"},
    "datetimepicker": {"type": "datetimepicker", "initial_date_time": 1_764_500_000},
    "number_input": number_input(min_value="0", max_value="10"),
}
FULL_INPUTS = {"number_input", "email_text_input", "url_text_input", "file_input"}


def made(kind: str) -> Json:
    return ELEMENTS_MADE.get(kind, {"type": kind})


@pytest.mark.parametrize("kind", ELEMENTS)
@pytest.mark.parametrize("holder", ["section", "actions", "input", "context"])
def test_an_element_stands_only_in_its_blocks(kind: str, holder: str) -> None:
    blocks: dict[str, Json] = {
        "section": section(accessory=made(kind)),
        "actions": actions(made(kind)),
        "input": asks(made(kind)),
        "context": {"type": "context", "elements": [made(kind)]},
    }
    choice = kind.endswith("_select") or kind in {"checkboxes", "radio_buttons", "datepicker", "timepicker"}
    allowed = {
        "section": choice or kind in {"button", "overflow", "image"},
        "actions": choice or kind in {"button", "overflow", "datetimepicker"},
        "input": choice or kind.endswith("_input") or kind == "datetimepicker",
        "context": kind == "image",
    }

    problems = check_blocks([blocks[holder]], "modal")

    assert [p.what for p in problems] == ([] if allowed[holder] else [f"unsupported type: {kind}"])


@pytest.mark.parametrize("kind", sorted(FULL_INPUTS))
@pytest.mark.parametrize("surface", ["message", "home"])
def test_some_inputs_stand_only_in_modals(kind: str, surface: Surface) -> None:
    assert len(check_blocks([asks(made(kind))], surface)) == 1


# (what is wrong, the block, the place and the reason)
WRONG: list[tuple[str, Json, str]] = [
    ("no type", {"text": plain("x")}, "missing required field: type [json-pointer:/view/blocks/0]"),
    ("unknown type", {"type": "poll"}, "unsupported type: poll [json-pointer:/view/blocks/0/type]"),
    ("unknown key", section(colour="red"), "invalid additional property: colour [json-pointer:/view/blocks/0]"),
    ("no text", {"type": "section"}, "must define at least one of: text, fields [json-pointer:/view/blocks/0]"),
    ("empty text", section(text=marked("")), "must be more than 0 characters [json-pointer:/view/blocks/0/text/text]"),
    ("bare text", section(text="Hello"), "must provide an object [json-pointer:/view/blocks/0/text]"),
    (
        "mrkdwn in a header",
        {"type": "header", "text": marked("*x*")},
        "unsupported type: mrkdwn [json-pointer:/view/blocks/0/text/type]",
    ),
    (
        "emoji in mrkdwn",
        section(text=marked("x") | {"emoji": True}),
        "invalid additional property: emoji [json-pointer:/view/blocks/0/text]",
    ),
    (
        "no alt text",
        {"type": "image", "image_url": "https://example.com/a.png"},
        "missing required field: alt_text [json-pointer:/view/blocks/0]",
    ),
    (
        "an svg",
        image(image_url="https://example.com/a.svg"),
        "downloading image failed: must be a png, jpg or gif [json-pointer:/view/blocks/0/image_url]",
    ),
    (
        "two images",
        image(slack_file={"id": "F1"}),
        "must define exactly one of: image_url, slack_file [json-pointer:/view/blocks/0]",
    ),
    (
        "a style of its own",
        actions(button(style="blue")),
        "must be one of: primary, danger [json-pointer:/view/blocks/0/elements/0/style]",
    ),
    (
        "options and groups",
        actions(select(option_groups=[{"label": plain("Group"), "options": options(1)}])),
        "must define exactly one of: options, option_groups [json-pointer:/view/blocks/0/elements/0]",
    ),
    (
        "an initial option that is none",
        actions(select(initial_option=option(value="no"))),
        "must match one of the options exactly [json-pointer:/view/blocks/0/elements/0/initial_option]",
    ),
    (
        "no options",
        actions(select(options=[])),
        "no fewer than 1 items allowed [json-pointer:/view/blocks/0/elements/0/options]",
    ),
    (
        "half a confirm dialog",
        actions(button(confirm={"title": plain("x"), "text": plain("x"), "confirm": plain("x")})),
        "missing required field: deny [json-pointer:/view/blocks/0/elements/0/confirm]",
    ),
    (
        "a date in words",
        actions({"type": "datepicker", "initial_date": "tomorrow"}),
        "must be a date as YYYY-MM-DD [json-pointer:/view/blocks/0/elements/0/initial_date]",
    ),
    (
        "lengths the wrong way round",
        asks(typed(min_length=5, max_length=4)),
        "min_length must not be greater than max_length [json-pointer:/view/blocks/0/element]",
    ),
    (
        "numbers the wrong way round",
        asks(number_input(min_value="5", max_value="4.5")),
        "min_value must not be greater than max_value [json-pointer:/view/blocks/0/element]",
    ),
    (
        "a number as a number",
        asks(number_input(min_value=5)),
        "must be a string [json-pointer:/view/blocks/0/element/min_value]",
    ),
    ("an input without label", {"type": "input", "element": typed()}, "missing required field: label"),
]


@pytest.mark.parametrize(("block", "says"), [wrong[1:] for wrong in WRONG], ids=[wrong[0] for wrong in WRONG])
def test_a_wrong_block_is_refused_with_its_place_and_the_reason(block: Json, says: str) -> None:
    (problem,) = check_view(modal(block))

    assert problem.code == "invalid_arguments"
    assert str(problem).startswith(says)


def test_block_ids_are_unique_in_their_view_and_action_ids_in_their_block() -> None:
    assert check_view(modal(section(block_id="a"), section(block_id="b"))) == []
    assert [p.what for p in check_view(modal(section(block_id="a"), section(block_id="a")))] == [
        "duplicate block_id: a"
    ]

    twice = actions(button(action_id="go"), button(action_id="go"))
    assert [p.what for p in check_view(modal(twice))] == ["duplicate action_id: go"]
    assert check_view(modal(actions(button(action_id="go")), actions(button(action_id="go")))) == []


def test_block_ids_inside_a_container_count_too() -> None:
    problems = check_blocks([section(block_id="a"), container([section(block_id="a")])], "message")

    assert [problem.where for problem in problems] == ["/blocks/1/child_blocks/0/block_id"]


def test_a_modal_with_an_input_needs_a_submit_button() -> None:
    view = modal(asks(typed()))
    assert check_view(view) == []

    del view["submit"]
    assert [problem.where for problem in check_view(view)] == ["/view"]
    assert check_view(modal(section()) | {"submit": plain("Send")}) == []


def test_only_one_input_takes_the_focus() -> None:
    focused = asks(typed(focus_on_load=True))
    assert check_view(modal(focused, asks(typed()))) == []
    assert len(check_view(modal(focused, focused))) == 1


def test_home_has_no_title_and_no_submit_button() -> None:
    home = {"type": "home", "blocks": [section()]}
    assert check_view(home) == []
    assert len(check_view(home | {"title": plain("Home"), "submit": plain("Send")})) == 2


def test_what_is_no_view_is_refused() -> None:
    views: list[object] = [None, [], {}, {"type": "page", "blocks": []}, "modal"]
    for nonsense in views:
        assert [problem.code for problem in check_view(nonsense)] == ["invalid_arguments"]


def test_the_rows_of_a_data_table_are_even_and_its_header_plain() -> None:
    uneven = data_table() | {"rows": [cells(2), cells(1)]}
    assert [p.what for p in check_blocks([uneven], "message")] == ["all rows must have the same number of cells"]

    heading = data_table() | {"rows": [[rich({"type": "text", "text": "x"})], cells(1)]}
    assert [p.where for p in check_blocks([heading], "message")] == ["/blocks/0/rows/0/0/type"]


def test_a_chart_needs_points_that_fit_its_axis_and_names_that_differ() -> None:
    strange = line(points=2)
    strange["chart"]["series"][0]["data"][1]["label"] = "elsewhere"
    assert [p.where for p in check_blocks([strange], "message")] == ["/blocks/0/chart/series/0/data"]
    assert [p.what for p in check_blocks([line(series=2, name="same")], "message")] == ["series names must be unique"]
    assert len(check_blocks([pie(segments=0)], "message")) == 1
    assert len(check_blocks([line(points=0)], "message")) == 2
