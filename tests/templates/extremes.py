"""A program in which everything is as long, as many and as odd as it may be."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from program.blockers import Blocker
from program.exemptions import Exemption, ExemptionKind
from program.items import MOST_EVIDENCE, Item, ItemState
from program.people import Appointment
from program.playbook import Activity, Deliverable, Detail
from program.risks import Risk
from program.standings import Standing
from sandbox.block_kit import check_message, check_view
from sandbox.reading import words
from templates.blocks import Message, View
from tests.program.examples import NOW, PLAYBOOK, PROGRAM, START, begun

EXEMPTIONS = {
    ItemState.PROPOSED: Exemption(ExemptionKind.NOT_APPLICABLE, "r" * 500, "U1", NOW),
    ItemState.WAIVED: Exemption(
        ExemptionKind.WAIVER, "r" * 500, "U1", NOW, "c" * 500, START + timedelta(days=60), "U2", NOW
    ),
}
NASTY = ["<!channel> & <@U1> *bold* ", "🚀👩‍💻", "ملخص المطالبات ", "&<>", "x", "https://wiki.example/a|b "]


def filled(text: str, length: int) -> str:
    """The text over and over, to that very length."""
    return (text * length)[:length]


def extreme(text: str, state: ItemState) -> Standing:
    """Thirty-five long items due in week 1, each with details, blockers and several holders, all in one state."""
    title, help = filled("W", 75), filled("m", 200)
    details = tuple(Detail(key=f"x-detail-{number}", title=title, source="s") for number in range(12))
    week = PLAYBOOK.week(1)
    activities = tuple(
        Activity(
            key=f"x-activity-{number}",
            title=title,
            help=help,
            due_week=1,
            owner_role="product-owner",
            evidence=filled("e", 100),
            source="s",
            details=details,
        )
        for number in range(35)
    )
    weeks = tuple(replace(each, activities=activities) if each == week else each for each in PLAYBOOK.weeks)
    playbook = replace(PLAYBOOK, weeks=weeks)
    evidence = filled(text, MOST_EVIDENCE)
    reason = filled(text, 500)
    items = {
        entry.key: Item(entry.key, state, "U1", evidence, reason, "U2", NOW, exemption=EXEMPTIONS.get(state))
        for entry in playbook.items
        if entry.due_week <= 1 or not isinstance(entry, Deliverable)
    }
    holders = {role.key: [f"U{number:010}" for number in range(6)] for role in playbook.roles}
    return replace(
        begun(),
        program=replace(PROGRAM, title=filled(text, 60)),
        playbook=playbook,
        appointments=tuple(
            Appointment(PROGRAM.id, role, user, NOW, "U1") for role, users in holders.items() for user in users
        ),
        items={} if state is ItemState.OPEN else items,
        blockers=tuple(a_blocker(text, number) for number in range(1, 30)),
        risks=tuple(a_risk(text, number) for number in range(1, 30)),
    )


def a_blocker(text: str, number: int = 1) -> Blocker:
    wanted_by = START - timedelta(days=number)
    item = "x-activity-1" if number % 2 else None
    return Blocker(UUID(int=number), PROGRAM.id, number, item, filled(text, 500), "U1", wanted_by, "U2", NOW)


def a_risk(text: str, number: int = 1) -> Risk:
    score = number % 5 + 1
    return Risk(
        uuid4(),
        PROGRAM.id,
        number,
        filled(text, 120),
        score,
        5,
        "U1" if number % 2 else None,
        filled(text, 500),
        "U2",
        NOW,
    )


def taken(shown: Message | View) -> str:
    """What a person reads of a message or a modal, once Slack has taken it, a message also as an update."""
    if isinstance(shown, Message):
        problems = check_message({"text": shown.text, "blocks": shown.blocks}, updating=True)
        marked, blocks = shown.text, shown.blocks
    else:
        problems, marked, blocks = check_view(shown), "", shown["blocks"]
    assert not problems
    sections = [block["text"]["text"] for block in blocks if block["type"] == "section" and "text" in block]
    assert "<!channel>" not in "".join([marked, *sections])
    return words(blocks)
