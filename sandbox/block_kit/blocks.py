"""The blocks: their keys and limits, and the surfaces on which each may stand."""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.block_kit.checks import (
    Check,
    Place,
    Problem,
    Rule,
    anything,
    array,
    at_least_one,
    by_type,
    exactly_one,
    flag,
    number,
    on,
    one_of,
    shape,
    string,
    text,
    whole,
)
from sandbox.block_kit.elements import (
    ACCESSORY,
    ACTION,
    BUTTON,
    ID,
    IMAGE,
    INPUT,
    MARKED,
    PICTURE,
    SLACK_FILE,
    URL,
    can_be_shown,
)


def block(fields: Mapping[str, Check], *rules: Rule) -> Check:
    return shape({"type": anything, "block_id?": ID, **fields}, *rules)


# rich text

STYLES = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
STYLE = shape({f"{name}?": flag for name in STYLES})
NAME = string(255)


def piece(fields: Mapping[str, Check]) -> Check:
    return shape({"type": anything, "style?": STYLE, **fields})


PIECES: Mapping[str, Check] = {
    "text": piece({"text": string(12_000)}),
    "link": piece({"url": URL, "text?": string(3000, least=0), "unsafe?": flag}),
    "user": piece({"user_id": NAME}),
    "channel": piece({"channel_id": NAME}),
    "usergroup": piece({"usergroup_id": NAME}),
    "team": piece({"team_id": NAME}),
    "broadcast": piece({"range": one_of("here", "channel", "everyone")}),
    "emoji": piece({"name": NAME, "unicode?": NAME, "skin_tone?": whole(1, 6)}),
    "color": piece({"value": NAME}),
    "date": piece(
        {"timestamp": whole(0, 9_999_999_999), "format": string(255), "url?": URL, "fallback?": string(3000)}
    ),
}
RUN = array(by_type(PIECES), most=1000, least=0)
BORDER = whole(0, 1)
SECTION = shape({"type": anything, "elements": RUN})
RICH: Mapping[str, Check] = {
    "rich_text_section": SECTION,
    "rich_text_preformatted": shape({"type": anything, "elements": RUN, "border?": BORDER, "language?": NAME}),
    "rich_text_quote": shape({"type": anything, "elements": RUN, "border?": BORDER}),
    "rich_text_list": shape(
        {
            "type": anything,
            "elements": array(by_type({"rich_text_section": SECTION}), most=1000),
            "style": one_of("bullet", "ordered"),
            "indent?": whole(0, 8),
            "offset?": whole(0, 10_000),
            "border?": BORDER,
        }
    ),
}
RICH_TEXT = block({"elements": array(by_type(RICH), most=1000)})


# tables

CELLS: Mapping[str, Check] = {
    "raw_text": shape({"type": anything, "text": string(20_000)}),
    "raw_number": shape({"type": anything, "value": number, "text": string(255)}),
}
CELL = by_type({**CELLS, "rich_text": RICH_TEXT})
HEADING = by_type(CELLS)
COLUMN = shape({"align?": one_of("left", "center", "right"), "is_wrapped?": flag})


def column(value: object, at: Place) -> Iterator[Problem]:
    """`null` leaves a column as it is."""
    if value is not None:
        yield from COLUMN(value, at)


def headed_evenly(value: Mapping[str, Any], at: Place) -> Iterator[Problem]:
    rows = value.get("rows")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        return
    if len({len(row) for row in rows}) > 1:
        yield (at / "rows").refuse("all rows must have the same number of cells")
    for index, cell in enumerate(rows[0] if rows else []):
        yield from HEADING(cell, at / "rows" / 0 / index)


# charts

LABEL = string(20)
POINT = shape({"label": LABEL, "value": number})
SERIES = shape({"name": LABEL, "data": array(POINT, most=20)})
AXIS = shape({"categories": array(LABEL, most=20), "x_label?": string(50), "y_label?": string(50)})


def series_fit_the_axis(value: Mapping[str, Any], at: Place) -> Iterator[Problem]:
    """Every series has its own name, and its points are the categories of the axis."""
    try:
        categories = value["axis_config"]["categories"]
        names = [series["name"] for series in value["series"]]
        labels = [[point["label"] for point in series["data"]] for series in value["series"]]
    except (KeyError, TypeError):
        return  # refused already for what is missing
    if len(set(names)) < len(names):
        yield (at / "series").refuse("series names must be unique")
    for index, own in enumerate(labels):
        if set(own) - set(categories):
            yield (at / "series" / index / "data").refuse("labels must match the categories of axis_config")


PLOT = shape({"type": anything, "series": array(SERIES, most=12), "axis_config": AXIS}, series_fit_the_axis)
CHART = by_type(
    {
        "pie": shape({"type": anything, "segments": array(POINT, most=12)}),
        "bar": PLOT,
        "area": PLOT,
        "line": PLOT,
    }
)


# blocks

TITLED = text(150, *MARKED)
CARD = block(
    {
        "hero_image?": IMAGE,
        "icon?": IMAGE,
        "title?": TITLED,
        "subtitle?": TITLED,
        "body?": text(200, *MARKED),
        "actions?": array(BUTTON, most=3),
    },
    at_least_one("hero_image", "title", "actions", "body"),
)
SIMPLE: Mapping[str, Check] = {
    "section": block(
        {
            "text?": text(3000, *MARKED),
            "fields?": array(text(2000, *MARKED), most=10),
            "accessory?": ACCESSORY,
            "expand?": flag,
        },
        at_least_one("text", "fields"),
    ),
    "header": block({"text": text(150), "level?": whole(1, 4)}),
    "divider": block({}),
    "context": block(
        {
            "elements": array(
                by_type({"image": IMAGE, "plain_text": text(3000), "mrkdwn": text(3000, "mrkdwn")}), most=10
            )
        }
    ),
    "actions": block({"elements": array(ACTION, most=25)}),
    "input": block(
        {"label": text(2000), "element": INPUT, "hint?": text(2000), "optional?": flag, "dispatch_action?": flag}
    ),
    "image": block(
        {
            "image_url?": PICTURE,
            "slack_file?": SLACK_FILE,
            "alt_text": string(2000),
            "title?": text(2000),
        },
        exactly_one("image_url", "slack_file"),
        can_be_shown,
    ),
    "video": block(
        {
            "alt_text": string(2000),
            "title": text(199),
            "video_url": URL,
            "thumbnail_url": URL,
            "title_url?": URL,
            "description?": text(199),
            "provider_icon_url?": URL,
            "provider_name?": string(49),
            "author_name?": string(49),
        }
    ),
    "rich_text": RICH_TEXT,
    "markdown": on("message", block({"text": string(12_000)})),
    "file": on("message", block({"external_id": ID, "source": one_of("remote")})),
    "alert": on(
        "modal",
        block({"text": text(200, *MARKED), "level?": one_of("default", "info", "warning", "error", "success")}),
    ),
    "table": on(
        "message",
        block(
            {
                "rows": array(array(CELL, most=20), most=100),
                "column_settings?": array(column, most=20, least=0),
            }
        ),
    ),
    "data_table": on(
        "message home",
        block(
            {
                "caption": string(3000),
                "rows": array(array(CELL, most=20), most=201, least=2),
                "page_size?": whole(1, 100),
                "row_header_column_index?": whole(0, 19),
            },
            headed_evenly,
        ),
    ),
    "data_visualization": on("message", block({"title": string(50), "chart": CHART})),
    "card": on("message", CARD),
    "carousel": on("message", block({"elements": array(by_type({"card": CARD}), most=10)})),
}
BLOCKS: Mapping[str, Check] = {
    **SIMPLE,
    "container": on(
        "message",
        block(
            {
                "child_blocks": array(by_type(SIMPLE), most=10),
                "title?": text(150),
                "rich_text_title?": RICH_TEXT,
                "subtitle?": TITLED,
                "width?": one_of("narrow", "standard", "wide", "full"),
                "icon?": IMAGE,
                "is_collapsible?": flag,
                "default_collapsed?": flag,
                "has_header_divider?": flag,
            },
            at_least_one("title", "rich_text_title"),
        ),
    ),
}
BLOCK = by_type(BLOCKS)
