import json
from dataclasses import FrozenInstanceError, fields, replace
from datetime import time
from typing import Any

import pytest

from playbook.loader import load
from program.errors import Refused
from program.playbook import Activity, Playbook
from program.tiers import Approach, Profile
from tests.program.examples import PLAYBOOK


@pytest.fixture(scope="module")
def shipped() -> Playbook:
    return load()


def test_a_playbook_survives_the_way_through_json(shipped):
    again = Playbook.from_json(shipped.to_json())

    assert again == shipped
    assert again.digest == shipped.digest
    assert again.cadence.prompt_time == time(9)


def test_the_digest_depends_on_the_content_alone(shipped):
    disordered = json.dumps(dict(reversed(json.loads(shipped.to_json()).items())), indent=4)

    assert Playbook.from_json(disordered).digest == shipped.digest
    assert load().digest == shipped.digest
    assert len(shipped.digest) == 64
    text, plain = shipped.to_json(), json.loads(shipped.to_json())
    assert text == json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False), "as stored before"


def test_any_change_changes_the_digest(shipped):
    deliverable = replace(shipped.deliverables[0], title="Another title")
    changed = replace(shipped, deliverables=(deliverable, *shipped.deliverables[1:]))

    assert changed.digest != shipped.digest


def test_json_has_a_list_for_every_part(shipped):
    plain = json.loads(shipped.to_json())

    assert plain.keys() == {field.name for field in fields(Playbook)}
    assert all(each["phase"] for each in plain["deliverables"])
    assert all(each["section"] for each in plain["checklist"])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "Expecting property name"),
        ("[]", "playbook: write this as a table of settings."),
        ('{"name": "x"}', "“version” is missing; add it."),
        ('{"name": 1}', "“name” must be text in quotes."),
    ],
)
def test_a_text_that_is_no_playbook_is_not_read(text, reason):
    with pytest.raises(ValueError, match=reason):
        Playbook.from_json(text)


def test_what_only_a_newer_version_knows_is_left_out(shipped):
    plain = json.loads(shipped.to_json())
    plain["mottos"] = ["Ship it"]
    plain["roles"][0]["needed_by"] = 1
    newer = plain | {"roles": [plain["roles"][0] | {"badge": {"colour": "red"}}, *plain["roles"][1:]]}

    assert Playbook.from_json(json.dumps(newer)) == Playbook.from_json(json.dumps(plain))
    assert Playbook.from_json(json.dumps(newer)).roles[0].needed_by == 1


def test_a_part_that_does_not_fit_is_not_dropped_in_silence(shipped):
    plain = json.loads(shipped.to_json())
    plain["roles"][0]["needed_by"] = "soon"

    with pytest.raises(ValueError, match="playbook, sponsor: “needed_by” must be a whole number without quotes"):
        Playbook.from_json(json.dumps(plain))


def test_nothing_in_a_playbook_can_be_changed(shipped):
    with pytest.raises(FrozenInstanceError):
        shipped.version = "2"
    with pytest.raises(FrozenInstanceError):
        shipped.phases[0].title = "Another"


def test_everything_is_found_by_its_key(shipped):
    assert shipped.phase("discovery").number == 1
    assert shipped.week(9).phase == "build"
    assert shipped.gate("go-no-go").week == 10
    assert shipped.role("sponsor").decides
    assert shipped.section("launch").title == "Launch and rollback"
    assert shipped.scale("complexity").counts_against


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("w2-data-inventory", "activity"),
        ("w2-enough-data", "question"),
        ("w2-risk-register", "output"),
        ("d1-problem-kpis", "deliverable"),
        ("c-data-sources", "checklist item"),
    ],
)
def test_whatever_can_be_done_is_an_item(shipped, key, kind):
    assert shipped.item(key).key == key
    assert shipped.item(key).kind == kind


def test_a_detail_is_no_item_since_it_is_done_with_its_activity(shipped):
    activity = shipped.item("w4-environments")

    assert isinstance(activity, Activity)
    assert [detail.title for detail in activity.details] == ["Development", "Staging", "Production"]
    with pytest.raises(Refused):
        shipped.item(activity.details[0].key)


def test_an_unknown_key_is_refused_with_what_there_is(shipped):
    with pytest.raises(Refused) as refusal:
        shipped.gate("discvery")

    assert str(refusal.value) == (
        "There is no gate “discvery”. Choose one of: selection, data, discovery, foundation, go-no-go, scale."
    )


def test_an_unknown_week_is_refused_with_those_there_are(shipped):
    with pytest.raises(Refused, match=r"There is no week 14: the weeks are 0 to 13\."):
        shipped.week(14)


def test_an_unknown_item_is_refused(shipped):
    with pytest.raises(Refused, match=r"The playbook has no item “w99-nothing”\."):
        shipped.item("w99-nothing")


def test_what_is_due_by_a_week_includes_the_weeks_before(shipped):
    assert {item.due_week for item in shipped.items_due_in(2)} == {2}
    assert {item.due_week for item in shipped.items_due_by(2)} == {0, 1, 2}
    assert shipped.items_due_by(13) == shipped.items


def test_a_role_knows_the_gates_it_signs(shipped):
    assert [gate.key for gate in shipped.signed_by("security")] == ["data", "discovery", "foundation", "go-no-go"]


def test_two_roles_exclude_each_other_whichever_of_them_says_so(shipped):
    assert "auditor" not in shipped.role("sponsor").not_together
    assert not shipped.may_combine("sponsor", "auditor")
    assert not shipped.may_combine("auditor", "sponsor")
    assert shipped.may_combine("sponsor", "business-owner")


def test_the_days_of_prompt_and_digest_are_days_as_the_calendar_counts_them(shipped: Playbook) -> None:
    cadence = replace(shipped.cadence, prompt_day="tuesday", digest_day="friday")

    assert (cadence.prompt_weekday, cadence.digest_weekday) == (1, 4)


def test_a_playbook_is_short_in_a_log(shipped: Playbook) -> None:
    assert len(repr(shipped)) < 80
    assert shipped.name in repr(shipped)


def test_a_right_is_had_by_the_roles_that_name_it() -> None:
    for right, roles in PLAYBOOK.by_right.items():
        assert [role.key for role in roles] == [role.key for role in PLAYBOOK.roles if right in role.rights]
    assert [role.key for role in PLAYBOOK.by_right["security"]] == ["security"]


def test_a_program_is_asked_only_for_what_its_approach_needs() -> None:
    apart = {each.key for each in PLAYBOOK.items if getattr(each, "applies_to", "all") != "all"}
    assert apart

    def left_out(approach: Approach) -> set[str]:
        needed = replace(PLAYBOOK).at(Profile(approach=approach)).items  # anew, without what was made before
        return {each.key for each in PLAYBOOK.items} - {each.key for each in needed}

    def others(approach: Approach) -> set[str]:
        return {each.key for each in PLAYBOOK.items if getattr(each, "applies_to", "all") not in {"all", approach}}

    assert left_out("") == left_out("both") == set()
    assert left_out("retrieval") == others("retrieval") != set()
    assert left_out("predictive") == others("predictive") != set()
    assert left_out("other") == apart


@pytest.mark.parametrize("kind", ["phase", "gate", "role", "section", "register", "scale"])
def test_what_the_playbook_does_not_have_is_called_what_it_is(kind: str) -> None:
    with pytest.raises(Refused, match=f"no {kind} “gone”"):
        getattr(PLAYBOOK, kind)("gone")


@pytest.mark.parametrize("part", ["activities", "questions", "outputs"])
def test_every_part_of_a_week_keeps_what_the_approach_needs(part: str) -> None:
    week = next(each for each in PLAYBOOK.weeks if getattr(each, part))
    first, *others = getattr(week, part)
    changed: Any = {part: (replace(first, applies_to="predictive"), *others)}
    weeks = tuple(replace(each, **changed) if each == week else each for each in PLAYBOOK.weeks)
    playbook = replace(PLAYBOOK, weeks=weeks)

    for approach, there in (("predictive", True), ("retrieval", False), ("both", True)):
        made = playbook.at(Profile(approach=approach))  # type: ignore[arg-type]
        assert (first.key in {each.key for each in getattr(made.week(week.number), part)}) is there
