import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from playbook.loader import SHIPPED, PlaybookError, load

Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A copy of the playbook that ships, with one text in one file exchanged."""

    def make(file: str = "playbook.toml", old: str = "", new: str = "") -> Path:
        copy = tmp_path / "playbook"
        if not copy.exists():
            shutil.copytree(SHIPPED, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        text = (copy / file).read_text(encoding="utf-8")
        assert old in text
        (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return copy

    return make


def problems(path: Path) -> tuple[str, ...]:
    with pytest.raises(PlaybookError) as error:
        load(path)
    return error.value.problems


def test_a_copy_in_another_folder_is_the_same_playbook(folder):
    assert load(folder()).digest == load().digest


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        # what TOML itself does not allow, and what stands in the wrong place
        (
            "roles.toml",
            'key = "sponsor"',
            "key = sponsor",
            "roles.toml: this is not valid TOML (Invalid value (at line 7, column 7)); correct it there.",
        ),
        (
            "roles.toml",
            "[[roles]]",
            'note = "x"\n[[roles]]',
            "roles.toml: “note” does not belong here; remove it or correct its name.",
        ),
        (
            "playbook.toml",
            'version = "1.0"',
            "",
            "playbook.toml: “version” is missing; add it.",
        ),
        (
            "weeks/discovery.toml",
            "number = 1\n",
            'number = 1\nphase = "discovery"\n',
            "weeks/discovery.toml, week 1: remove “phase”, which follows from where this entry stands.",
        ),
        (
            "checklist.toml",
            'key = "launch"',
            'key = "launch"\n[[sections]]\nkey = "late"\ntitle = "Late"\nsource = "6"\n[[sections]]\nkey = "begun"',
            "checklist.toml, launch: “title” is missing; add it.",
        ),
        # one entry by itself
        (
            "deliverables.toml",
            "title =",
            "titel =",
            "deliverables.toml, d0-business-case: there is no setting “titel”; write “title”.",
        ),
        (
            "deliverables.toml",
            'title = "One-page business case"\n',
            "",
            "deliverables.toml, d0-business-case: “title” is missing; add it.",
        ),
        (
            "deliverables.toml",
            'title = "One-page business case"',
            'title = " "',
            "deliverables.toml, d0-business-case: “title” is empty; write it.",
        ),
        (
            "deliverables.toml",
            'title = "One-page business case"',
            f'title = "{"x" * 76}"',
            "deliverables.toml, d0-business-case: “title” has 76 characters; shorten it to 75.",
        ),
        (
            "deliverables.toml",
            'title = "One-page business case"',
            'title = "One-page\\nbusiness case"',
            "deliverables.toml, d0-business-case: “title” has a line break; write it as one line.",
        ),
        (
            "deliverables.toml",
            "due_week = 0",
            'due_week = "0"',
            "deliverables.toml, d0-business-case: “due_week” must be a whole number without quotes.",
        ),
        (
            "phases.toml",
            "number = 0",
            "number = true",
            "phases.toml, selection: “number” must be a whole number without quotes.",
        ),
        (
            "weeks/discovery.toml",
            'key = "w1-workshops"',
            'key = "W1 workshops"',
            (
                "weeks/discovery.toml, week 1, W1 workshops: “W1 workshops” cannot be a key;"
                " use small letters, digits and single hyphens."
            ),
        ),
        (
            "weeks/foundation.toml",
            'applies_to = "retrieval"',
            'applies_to = "search"',
            "weeks/foundation.toml, week 5, w5-retrieval: “applies_to” must be one of all, retrieval, predictive.",
        ),
        (
            "cadence.toml",
            'prompt_day = "monday"',
            'prompt_day = "Monday"',
            "cadence.toml: “prompt_day” must be one of monday, tuesday, wednesday, thursday, friday, saturday, sunday.",
        ),
        (
            "cadence.toml",
            'prompt_time = "09:00"',
            'prompt_time = "9 am"',
            'cadence.toml: “prompt_time” must be a time of day such as "09:00".',
        ),
        ("cadence.toml", "poll_days = 3", "poll_days = 0", "cadence.toml: “poll_days” must be from 1 to 30."),
        ("cadence.toml", "[7, 3, 1]", "[7, 3, -1]", "cadence.toml: “reminder_days” must be from 1 to 60."),
        ("cadence.toml", "[7, 3, 1]", "7", "cadence.toml: “reminder_days” must be a list in square brackets."),
        # names of other entries
        (
            "deliverables.toml",
            'owner_role = "product-owner"',
            'owner_role = "product-woner"',
            (
                "deliverables.toml, d0-business-case: “owner_role” names “product-woner”, which is not there;"
                " write “product-owner”."
            ),
        ),
        (
            "gates.toml",
            'signers = ["sponsor"]',
            'signers = ["king"]',
            "gates.toml, selection: “signers” names “king”, which is not there; use a key of roles.toml.",
        ),
        (
            "checklist.toml",
            'gate = "selection"',
            'gate = "zzz"',
            (
                "checklist.toml, business, c-named-owners: “gate” names “zzz”, which is not there;"
                " use one of selection, data, discovery, foundation, go-no-go, scale."
            ),
        ),
        (
            "gates.toml",
            '"w10-accurate-enough"',
            '"w10-accurate"',
            "gates.toml, go-no-go: “questions” names “w10-accurate”, which is not there; write “w10-accurate-enough”.",
        ),
        (
            "weeks/discovery.toml",
            'key = "w1-document"',
            'key = "c-secrets"',
            (
                "checklist.toml, architecture, c-secrets: the key “c-secrets” is taken by"
                " weeks/discovery.toml, week 1, c-secrets; choose another."
            ),
        ),
        (
            "gates.toml",
            'key = "no-go"',
            'key = "go"',
            "gates.toml, go-no-go, go: the key “go” is taken by gates.toml, go-no-go, go; choose another.",
        ),
        # weeks and dates
        (
            "weeks/discovery.toml",
            'key = "w1-workshops"',
            'key = "w1-workshops"\ndue_week = 4',
            "weeks/discovery.toml, week 1, w1-workshops: “due_week” is 4, outside discovery; use a week from 1 to 3.",
        ),
        (
            "deliverables.toml",
            "due_week = 3",
            "due_week = 4",
            "deliverables.toml, d1-problem-kpis: “due_week” is 4, outside discovery; use a week from 1 to 3.",
        ),
        (
            "checklist.toml",
            "due_week = 1\n",
            "due_week = 9\n",
            (
                "checklist.toml, business, c-problem-baseline: “due_week” is 9, but its gate data closes"
                " in week 2; use an earlier week or a later gate."
            ),
        ),
        (
            "weeks/rollout.toml",
            "number = 12",
            "number = 11",
            "weeks: there are two weeks 11; renumber one of them.",
        ),
        (
            "weeks/rollout.toml",
            "number = 11",
            "number = 14",
            "weeks: there is no week 11; add it, or renumber those after it.",
        ),
        (
            "cadence.toml",
            "program_weeks = 13",
            "program_weeks = 12",
            "cadence.toml: “program_weeks” must be 13, the number of the last week.",
        ),
        (
            "phases.toml",
            "number = 2",
            "number = 1",
            "phases.toml, foundation: there is a phase 1 already; renumber one of the two.",
        ),
        (
            "phases.toml",
            "number = 4",
            "number = -1",
            "phases.toml, selection: it begins in week 0, before rollout is over; renumber its weeks.",
        ),
        (
            "phases.toml",
            'key = "foundation"',
            'key = "base"',
            "phases.toml, base: this phase has no weeks; add them in weeks/base.toml.",
        ),
        (
            "phases.toml",
            'key = "foundation"',
            'key = "base"',
            "weeks/foundation.toml: no phase has the key “foundation”; name the file after a key of phases.toml.",
        ),
        # gates
        (
            "gates.toml",
            "week = 3",
            "week = 4",
            "gates.toml, discovery: “week” is 4, outside discovery; use a week from 1 to 3.",
        ),
        (
            "gates.toml",
            "week = 3",
            "week = 2",
            "gates.toml, discovery: “d1-problem-kpis” is due in week 3, after this gate; move one of the two.",
        ),
        (
            "gates.toml",
            'blocks_phase = "foundation"',
            'blocks_phase = "discovery"',
            "gates.toml, discovery: “blocks_phase” must be a phase that begins after week 3.",
        ),
        (
            "gates.toml",
            'kind = "vote"',
            'kind = "completion"',
            'gates.toml, go-no-go: only a vote has “options”; remove them, or write kind = "vote".',
        ),
        (
            "gates.toml",
            'kind = "completion"',
            'kind = "vote"',
            "gates.toml, data: a vote needs “voters”; add them.",
        ),
        (
            "gates.toml",
            "[[gates.options]]",
            "".join(
                f'[[gates.options]]\nkey = "o{n}"\ntitle = "O"\nhelp = "O"\nneeds_reason = true\nsource = "3"\n'
                for n in range(7)
            )
            + "[[gates.options]]",
            "gates.toml, go-no-go: “options” has 12 entries; keep at most 10.",
        ),
        # people and scales
        (
            "roles.toml",
            'key = "legal"',
            'acts_as = ["lawyer"]\nkey = "legal"',
            "roles.toml, legal: “acts_as” names “lawyer”, which is not there; use a key of the roles that ship.",
        ),
        (
            "roles.toml",
            'key = "legal"',
            'acts_as = ["auditor"]\nkey = "legal"',
            'roles.toml, legal: who only reads acts as auditor alone; write reads_only = true, acts_as = ["auditor"].',
        ),
        (
            "roles.toml",
            "decides = true\n",
            "",
            "roles.toml: nobody decides; give one role “decides = true”.",
        ),
        (
            "roles.toml",
            'not_together = ["risk-owner"]',
            'not_together = ["product-owner"]',
            "roles.toml, product-owner: “not_together” names the role itself; remove it there.",
        ),
        (
            "deliverables.toml",
            'accepted_by = ["sponsor"]',
            'accepted_by = ["product-owner"]',
            (
                "deliverables.toml, d0-business-case: product-owner cannot accept its own work;"
                " take it out of “accepted_by”."
            ),
        ),
        (
            "deliverables.toml",
            'accepted_by = ["sponsor"]',
            "accepted_by = []",
            "deliverables.toml, d0-business-case: “accepted_by” is empty; name at least one role.",
        ),
        (
            "intake.toml",
            'of = "worth"',
            'of = "wealth"',
            (
                "intake.toml, impact, A number for what a year is worth: no form asks for “wealth”; name one of"
                " worth, available, breadth, compliant, cost, defined, depth, hours, integrations, kind, labelled,"
                " life-critical, losses, make, make-why, outcome, own-hands, rate, regulation, revenue, saving,"
                " sources, stakeholders, users, workflow."
            ),
        ),
        (
            "intake.toml",
            "steps = [2, 3, 5, 8]",
            "steps = [2, 5, 3, 8]",
            "intake.toml, complexity, How many systems must be joined: “steps” must rise.",
        ),
        (
            "intake.toml",
            "steps = [2, 3, 5, 8]\n",
            "",
            (
                "intake.toml, complexity, How many systems must be joined: write either “steps” for a number or"
                " “worst_first” for a choice."
            ),
        ),
        (
            "intake.toml",
            'worst_first = ["no", "partly", "yes"]',
            'worst_first = ["no", "perhaps", "yes"]',
            (
                "intake.toml, data-readiness, Whether the data is labelled: “perhaps” is not an answer to labelled;"
                " correct “worst_first”."
            ),
        ),
        (
            "intake.toml",
            "share = 100",
            "share = 0",
            "intake.toml, impact, A number for what a year is worth: “share” must be 1 or more.",
        ),
        (
            "inquiries.toml",
            'key = "outcome"',
            'key = "available"',
            "inquiries.toml, data, available: numbers asks under this key already; choose another.",
        ),
        (
            "remarks.toml",
            'of = "depth"',
            'of = "death"',
            "remarks.toml, beside-the-systems: no form asks for “death”; correct “of”.",
        ),
        (
            "remarks.toml",
            'answers = ["build"]',
            'answers = ["bild"]',
            "remarks.toml, own-build: “bild” is not an answer to make; correct “answers”.",
        ),
        (
            "remarks.toml",
            'also = [{ of = "make", answers = ["build"] }]',
            'also = [{ of = "make", answers = ["bild"] }]',
            "remarks.toml, own-platform: “bild” is not an answer to make; correct “answers”.",
        ),
        (
            "surveys.toml",
            'with_ai = "minutes-with"\n',
            "",
            "surveys.toml, users: time saved needs both “without” and “with_ai”; write both or neither.",
        ),
        (
            "surveys.toml",
            'trust = "trust"',
            'trust = "comment"',
            "surveys.toml, users: “trust” names “comment”, which is no question with numbers; correct it.",
        ),
        (
            "surveys.toml",
            "least = 10\nmost = 30",
            "least = 31\nmost = 30",
            "surveys.toml, users: “least” is above “most”; exchange them.",
        ),
        (
            "examples.toml",
            "likelihood = 3, impact = 4",
            "likelihood = 6, impact = 4",
            "examples.toml, claims-summaries: “likelihood” and “impact” must be from 1 to 5.",
        ),
        (
            "intake.toml",
            '  "Nice to have: nobody could put a number on it",\n',
            "",
            "intake.toml, impact: “levels” has 4 entries; write 5, the lowest first.",
        ),
        (
            "changes.toml",
            'approvers = ["product-owner", "engineering-lead"]',
            'approvers = ["product-owner"]',
            "changes.toml, prompt: “approvers” has 1 roles; name at least 2.",
        ),
        (
            "changes.toml",
            'also_approve = ["legal"]',
            'also_approve = ["security"]',
            "changes.toml, provider: security approves always; take it out of “also_approve”.",
        ),
        (
            "changes.toml",
            'also_approve = ["legal"]',
            'also_approve = ["lawyer"]',
            "changes.toml, provider: “also_approve” names “lawyer”, which is not there; use a key of roles.toml.",
        ),
        (
            "cadence.toml",
            "live_review_days = [30, 90, 180]",
            "live_review_days = [90, 30]",
            "cadence.toml: “live_review_days” must be days in rising order, such as [30, 90, 180].",
        ),
        (
            "cadence.toml",
            "live_review_days = [30, 90, 180]",
            "live_review_days = []",
            "cadence.toml: “live_review_days” must be days in rising order, such as [30, 90, 180].",
        ),
        (
            "failure_modes.toml",
            'rules = ["no-figure"]',
            'rules = ["no-figures"]',
            (
                "failure_modes.toml, goal, vague-goal: there is no rule “no-figures”; use one of change-load,"
                " concentrated, demo, distrust, inconsistent, model-only, no-approver, no-budget, no-figure,"
                " no-front-line, no-integrations, poor-quality, slow-to-sign, untrained."
            ),
        ),
        (
            "failure_modes.toml",
            'rules = ["no-figure"], ',
            "",
            "failure_modes.toml, goal, vague-goal: nothing would ever show it; give it “lines”, “filled” or “rules”.",
        ),
        (
            "failure_modes.toml",
            "week = 1, gravity = 3",
            "week = 1, gravity = 9",
            "failure_modes.toml, goal, vague-goal: “gravity” must be from 1 (costs time) to 3 (kills the pilot).",
        ),
        (
            "failure_modes.toml",
            "limit = 10",
            "limit = -1",
            "failure_modes.toml, change, no-training: “limit” is below 0; use 0 or more.",
        ),
        (
            "failure_modes.toml",
            "planned_by = 10",
            "planned_by = 13",
            "failure_modes.toml, change, no-training: “planned_by” is after “held_by”; exchange them.",
        ),
        (
            "failure_modes.toml",
            "held_by = 12",
            "held_by = 14",
            "failure_modes.toml, change, no-training: “held_by” is 14; use a week until 13.",
        ),
        (
            "failure_modes.toml",
            '"data-sources.approver"',
            '"data-sources.approvers"',
            (
                "failure_modes.toml, data, no-data-owner: “reads” names “data-sources.approvers”, which is not there;"
                " use an entry's question or a register's field."
            ),
        ),
        (
            "registers.toml",
            'key = "workshops"',
            'key = "round-tables"',
            (
                "failure_modes.toml, silos, operations-not-asked: the rule “no-front-line” needs a register's field,"
                " and workshops.present is none; name yours in “reads”."
            ),
        ),
        (
            "checklist.toml",
            'key = "changes"',
            'key = "burdens"',
            (
                "failure_modes.toml, change, no-training: the rule “change-load” needs an entry's question, and"
                " trainings.audience or c-communication-plan.changes is none; name yours in “reads”."
            ),
        ),
        ("intake.toml", "weight = 35", "weight = 0", "intake.toml, impact: “weight” must be from 1 to 100."),
    ],
)
def test_a_mistake_is_named_with_file_entry_and_remedy(folder, file, old, new, problem):
    assert problem in problems(folder(file, old, new))


def test_a_vote_without_a_decision_that_passes_is_refused(folder):
    for before in ("needs_reason = false", "needs_condition = true"):  # as the first vote's decisions have it
        changed = folder("gates.toml", f'{before}\neffect = "pass"', f'{before}\neffect = "none"')

    assert problems(changed) == ('gates.toml, go-no-go: no decision opens the way; give one of them effect = "pass".',)


def test_a_role_of_a_company_s_own_says_whose_rights_it_has(folder):
    path = folder("roles.toml", 'key = "sponsor"', 'key = "head-of-unit"')

    found = problems(path)

    assert (
        "roles.toml, head-of-unit: a role of your own needs “acts_as”; name the roles that ship whose rights it has."
        in found
    )
    assert (
        "roles.toml: nobody acts as sponsor, whom each proposal names; give one role acts_as = [“sponsor”].".replace(
            "“", '"'
        ).replace("”", '"')
        in found
    )


def test_all_mistakes_are_named_at_once(folder):
    folder("roles.toml", 'title = "Sponsor"', f'title = "{"x" * 80}"')
    folder("phases.toml", 'goal = "', 'gaol = "')
    folder("weeks/build.toml", 'key = "w9-pilot"', 'key = "w9-pilot"\ndue_week = 3')
    folder("weeks/build.toml", 'title = "Measure it, and ask the users"\n', "")
    folder("cadence.toml", "poll_days = 3", "poll_days = 99")
    path = folder("intake.toml", "weight = 35", 'weight = "35"')

    assert set(problems(path)) == {
        "roles.toml, sponsor: “title” has 80 characters; shorten it to 75.",
        "phases.toml, selection: there is no setting “gaol”; write “goal”.",
        "phases.toml, selection: “goal” is missing; add it.",
        "weeks/build.toml, week 9, w9-pilot: “due_week” is 3, outside build; use a week from 7 to 10.",
        "weeks/build.toml, week 9, w9-measure: “title” is missing; add it.",
        "cadence.toml: “poll_days” must be from 1 to 30.",
        "intake.toml, impact: “weight” must be a whole number without quotes.",
    }


def test_an_error_reads_as_one_line_per_problem(folder):
    folder("cadence.toml", "poll_days = 3", "poll_days = 99")

    with pytest.raises(PlaybookError) as error:
        load(folder("intake.toml", "weight = 35", "weight = 0"))

    assert str(error.value).splitlines() == list(error.value.problems)
    assert len(error.value.problems) == 2


def test_a_missing_folder_says_what_to_give_instead(tmp_path):
    missing = tmp_path / "nowhere"

    assert problems(missing) == (f"{missing}: there is no such folder; give the one that holds your phases.toml.",)


def test_an_empty_folder_names_every_file_that_it_lacks(tmp_path):
    found = problems(tmp_path)

    assert "roles.toml: this file is missing; copy the one that ships with Pilot and edit it." in found
    assert "weeks: there are no weeks; add a file weeks/<key of the phase>.toml for each phase." in found
    assert len(found) == 9


def test_a_missing_file_is_one_problem_and_not_a_hundred(folder):
    path = folder()
    (path / "roles.toml").unlink()

    assert problems(path) == ("roles.toml: this file is missing; copy the one that ships with Pilot and edit it.",)


def test_a_file_that_is_not_utf_8_is_named(folder):
    path = folder()
    (path / "roles.toml").write_bytes('[[roles]]\nkey = "büro"'.encode("latin-1"))

    assert problems(path) == ("roles.toml: this is not UTF-8 text; save it as UTF-8.",)


def test_a_file_that_cannot_be_read_is_named(folder):
    path = folder()
    (path / "roles.toml").unlink()
    (path / "roles.toml").mkdir()

    assert problems(path) == ("roles.toml: this file cannot be read (Is a directory); check its permissions.",)


@pytest.mark.parametrize("content", ["", "roles = []", 'roles = "none"', "[roles]", "roles = [1]"])
def test_a_file_without_entries_says_how_to_begin_one(folder, content):
    path = folder()
    (path / "roles.toml").write_text(content, encoding="utf-8")

    assert problems(path) == ("roles.toml: there are no entries; begin each with a line [[roles]].",)


@pytest.mark.parametrize("content", ["", "cadence = 3", 'cadence = ["monday"]'])
def test_a_cadence_without_settings_says_where_to_write_them(folder, content):
    path = folder()
    (path / "cadence.toml").write_text(content, encoding="utf-8")

    assert problems(path) == ("cadence.toml: there are no settings; write them below a line [cadence].",)


def test_a_section_without_items_is_named(folder):
    empty = '[[sections]]\nkey = "late"\ntitle = "Late"\nsource = "6"\n\n[[sections]]\nkey = "launch"'

    assert problems(folder("checklist.toml", '[[sections]]\nkey = "launch"', empty)) == (
        "checklist.toml, late: there are no entries; begin each with a line [[sections.items]].",
    )


@pytest.mark.parametrize("value", ["true", "nan", "1979-05-27", "{}", "[[]]", '[1, "x"]'])
@pytest.mark.parametrize(
    ("file", "setting"),
    [
        ("phases.toml", "number"),
        ("phases.toml", "key"),
        ("weeks/build.toml", "number"),
        ("weeks/build.toml", "title"),
        ("deliverables.toml", "phase"),
        ("deliverables.toml", "accepted_by"),
        ("gates.toml", "week"),
        ("gates.toml", "key"),
        ("gates.toml", "signers"),
        ("checklist.toml", "gate"),
        ("checklist.toml", "due_week"),
        ("roles.toml", "not_together"),
        ("intake.toml", "levels"),
        ("cadence.toml", "reminder_days"),
    ],
)
def test_no_value_of_any_type_crashes_the_loader(folder, file, setting, value):
    path = folder()
    text = (path / file).read_text(encoding="utf-8")
    spoilt = re.sub(rf"^{setting} = (\[\n[^]]*\]|.*)$", f"{setting} = {value}", text, count=1, flags=re.MULTILINE)
    (path / file).write_text(spoilt, encoding="utf-8")

    assert any(problem.startswith(file) and setting in problem for problem in problems(path))


def test_a_form_takes_only_so_many_kinds_of_change(folder: Folder) -> None:
    one = '[[changes]]\nkey = "k{}"\ntitle = "T"\nhelp = "h"\napprovers = ["product-owner", "security"]\nsource = "3"\n'
    many = "".join(one.format(number) for number in range(7))
    assert problems(folder("changes.toml", "# Who approves", f"{many}# Who approves")) == (
        "changes.toml: there are 11 kinds; keep at most 10.",
    )
