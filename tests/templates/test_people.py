"""Every view of people is one that Slack takes, with the longest words and the most holders."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from program.playbook import Playbook, Role
from sandbox.block_kit import check_message, check_view
from templates import people as shown
from templates.blocks import Message
from tests.program.examples import NOW, PROGRAM, begun

NASTY = ["<!channel> & <@U1>", "🚀" * 30, "زمن المعالجة " * 5, "x" * 80]
MANY = [f"U{number:010}" for number in range(10)]
APPOINTS = {"office", "sponsor"}
WEEK_3 = datetime(2026, 1, 27, 9, tzinfo=UTC)


def a_playbook(roles: list[Role]) -> Playbook:
    return replace(begun().playbook, roles=tuple(roles))


def check(*messages: Message) -> None:
    for message in messages:
        assert not check_message({"text": message.text, "blocks": message.blocks})
        marked = [block["text"]["text"] for block in message.blocks if block["type"] == "section"]
        assert "<!channel>" not in "".join([message.text, *marked])


@pytest.mark.parametrize("title", NASTY)
@pytest.mark.parametrize("may_appoint", [True, False])
def test_slack_takes_every_view(title: str, *, may_appoint: bool) -> None:
    standing = begun()
    standing = replace(standing, program=replace(PROGRAM, title=title))
    role = Role(key="role", title=title, description=title * 4, source="1", needed_by=3)
    many = replace(begun({"role": MANY}), playbook=a_playbook([role]))

    check(
        shown.people(standing, NOW, user="SPONSOR", acts_as=APPOINTS if may_appoint else set()),
        shown.people(many, NOW, user=MANY[0], acts_as=APPOINTS if may_appoint else set()),
        shown.role_vacant(standing, "U1", [role] * 15, 3),
        shown.office(MANY, may_appoint=may_appoint),
        shown.office([], may_appoint=may_appoint),
    )
    for view in (
        shown.appointment(standing.program, role, MANY),
        shown.appointment(standing.program, role, []),
        shown.appointed(standing.program, role, MANY, MANY, MANY),
        shown.appointed(standing.program, role, [], [], []),
        shown.office_form(MANY),
        shown.office_form([]),
        shown.office_chosen(MANY),
    ):
        assert not check_view(view)


def test_a_hundred_roles_come_page_by_page() -> None:
    roles = [Role(key=f"r{number}", title=f"Role {number}", description="-", source="1") for number in range(100)]
    standing = replace(begun({}), playbook=a_playbook(roles))

    pages = [shown.people(standing, NOW, user="U1", acts_as=APPOINTS, page=page) for page in range(4)]

    check(*pages)
    said = "".join(str(page.blocks) for page in pages)
    assert all(f"*Role {number}*" in said for number in range(100))
    assert "people-page:next" not in str(pages[-1].blocks)


def test_what_is_vacant_comes_first_and_says_how_urgent_it_is() -> None:
    standing = begun({"sponsor": ["U1"]})

    rows = [block["text"]["text"] for block in shown.people(standing, WEEK_3, user="", acts_as=set()).blocks[2:-1]]

    assert rows[0] == ":warning: *Product owner* · nobody, and needed since week 0"
    assert "*Privacy* · nobody, and needed since week 2" in rows[7] + rows[8]
    assert "*Change lead* · nobody yet, needed by week 7 (Mon 23 Feb 2026)" in rows
    assert rows[-2:] == ["*Sponsor* · <@U1>", "*Auditor* · nobody; may stay so"]
