import json

from playbook.loader import load
from playbook.showing import as_json, as_text
from program.playbook import Activity, Playbook

SHIPPED = load()


def test_the_json_has_its_lists_at_the_top():
    shown = json.loads(as_json(SHIPPED))

    counted = {name: len(shown[name]) for name in ("phases", "weeks", "gates", "deliverables", "checklist", "roles")}
    assert counted == {"phases": 5, "weeks": 14, "gates": 6, "deliverables": 16, "checklist": 40, "roles": 15}
    assert {each["phase"] for each in shown["deliverables"]} == {phase["key"] for phase in shown["phases"]}
    assert {each["section"] for each in shown["checklist"]} == {section["key"] for section in shown["sections"]}


def test_the_json_names_the_digest_of_the_playbook_and_is_that_playbook():
    shown = json.loads(as_json(SHIPPED))

    assert shown.pop("digest") == SHIPPED.digest
    assert Playbook.from_json(json.dumps(shown)) == SHIPPED


def test_the_text_leaves_nothing_out():
    text = as_text(SHIPPED)

    details = (detail for item in SHIPPED.items if isinstance(item, Activity) for detail in item.details)
    options = (option for gate in SHIPPED.gates for option in (*gate.options, *gate.decisions))
    parts = (SHIPPED.phases, SHIPPED.weeks, SHIPPED.items, SHIPPED.gates, SHIPPED.sections, SHIPPED.roles)
    titles = {each.title for each in (*details, *options, *(each for part in parts for each in part))}
    assert [title for title in titles if title not in text] == []
    assert all(f"[{item.key}]" in text for item in SHIPPED.items)
