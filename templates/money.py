"""Money: the picture of expected and actual with its split, the forms that record it, and the budget of version 2."""

from program import money
from program.measures import MoneyRules
from program.money import MoneyLine, Per, Stage
from program.standings import Standing
from templates import blocks as b
from templates.words import say

SHOW, LINES, OPEN, RECORD = "money-show", "money-lines", "money-open", "money-record"
OPEN_STRIKE, STRIKE, OPEN_NEXT, NEXT = "money-open-strike", "money-strike", "money-open-next", "money-next"
PAGE = 20

STAGES = [
    b.Choice(Stage.ESTIMATE, "Estimate", "What the business case expects"),
    b.Choice(Stage.ACTUAL, "Actual", "What it came to"),
]
PERS = [b.Choice(Per.ONCE, "Once"), b.Choice(Per.MONTH, "Every month"), b.Choice(Per.YEAR, "Every year")]


def picture(standing: Standing, *, may_record: bool) -> b.Message:
    """The business case beside what came of it, payback and return, and the split beside the advice."""
    rules, id = standing.playbook.measures.money, str(standing.program.id)
    cases = [(stage.value, money.case(standing.money, stage, rules)) for stage in Stage]
    shares, data = money.split(standing.money, rules)
    text = say("money", program=standing.program, cases=cases, rules=rules)
    shown = [b.section(text)]
    if any(case for _, case in cases):
        shown.append(b.section(say("money_return", cases=cases, rules=rules)))
    if shares:
        shown += b.sections(say("money_split", shares=shares, data=data, rules=rules))
    shown.append(b.section(say("money_next", budget=standing.next_budget, rules=rules)))
    buttons = [b.button("See the lines", LINES, f"{id}/0")]
    if may_record:
        buttons = [
            b.button("Record", OPEN, id, style="primary"),
            b.button("Budget of version 2", OPEN_NEXT, id),
            *buttons,
        ]
    return b.Message(text, [*shown, b.actions(*buttons)])


def lines(standing: Standing, *, page: int, may_record: bool) -> b.View:
    """All that was recorded, the latest first; what was struck stays."""
    rules, id = standing.playbook.measures.money, str(standing.program.id)
    found = list(reversed(standing.money))
    rows = [_row(line, rules, may_record=may_record) for line in found[page * PAGE : (page + 1) * PAGE]]
    turns = [b.button("Back", f"{LINES}:back", f"{id}/{page - 1}")] if page else []
    if len(found) > (page + 1) * PAGE:
        turns.append(b.button("Next", f"{LINES}:next", f"{id}/{page + 1}"))
    none = [b.section(say("money_none"))]
    return b.modal("Money", LINES, [*(rows or none), *([b.actions(*turns)] if turns else [])], close="Close")


def _row(line: MoneyLine, rules: MoneyRules, *, may_record: bool) -> b.Block:
    strike = b.button("Strike", f"{OPEN_STRIKE}:{line.number}", str(line.id), label=f"Strike {line.code}")
    return b.section(
        say("money_row", line=line, title=title(line.line, rules), bucket=_bucket(line, rules), rules=rules),
        accessory=strike if may_record and not line.struck else None,
    )


def title(key: str, rules: MoneyRules) -> str:
    return next((each.title for each in rules.lines if each.key == key), key)


def _bucket(line: MoneyLine, rules: MoneyRules) -> str:
    return next((each.title for each in rules.buckets if each.key == line.bucket), "")


def form(standing: Standing) -> b.View:
    rules = standing.playbook.measures.money
    line_choices = [b.Choice(each.key, each.title, f"A {each.kind}") for each in rules.lines]
    buckets = [b.Choice(each.key, each.title, f"{each.share} % advised") for each in rules.buckets]
    goes = b.question("bucket", "Where does a cost go?", b.select_input(buckets), optional=True) if buckets else None
    data = b.Choice("yes", "It pays for data readiness")
    return b.modal(
        "Record money",
        RECORD,
        [
            b.question("stage", "Expected or actual?", b.radio_input(STAGES, initial=Stage.ESTIMATE)),
            b.question("line", "What is it?", b.select_input(line_choices)),
            b.question("amount", f"Amount in {rules.currency}", b.number_input(), optional=True),
            b.question("hours", "Or hours of people", b.number_input(), optional=True),
            b.question("rate", f"What one hour costs, in {rules.currency}", b.number_input(), optional=True),
            b.question("per", "How often?", b.radio_input(PERS, initial=Per.ONCE)),
            *([goes] if goes else []),
            b.question("for_data", "Data", b.checkbox_input([data]), optional=True),
            b.question("note", "Note", b.text_input(most=300), optional=True),
        ],
        submit="Record",
        about={"program": str(standing.program.id)},
    )


def strike(standing: Standing, line: MoneyLine) -> b.View:
    rules = standing.playbook.measures.money
    row = say("money_row", line=line, title=title(line.line, rules), bucket=_bucket(line, rules), rules=rules)
    why = b.question("reason", "Why does it no longer count?", b.text_input(most=300))
    return b.modal(
        f"Strike {line.code}", STRIKE, [*b.sections(row), why], submit="Strike", about={"line": str(line.id)}
    )


def next_budget(standing: Standing) -> b.View:
    rules, known = standing.playbook.measures.money, standing.next_budget
    choices = [b.Choice("yes", "Yes, there is a budget"), b.Choice("no", "No, there is none")]
    said = None if known is None else "yes" if known.is_there else "no"
    amount = b.number_input(initial=known.amount if known else None)
    return b.modal(
        "Budget of version 2",
        NEXT,
        [
            b.section(say("money_next_why")),
            b.question("is_there", "Is version 2 paid for?", b.radio_input(choices, initial=said)),
            b.question("amount", f"How much, in {rules.currency}?", amount, optional=True),
            b.question(
                "holder", "Who holds it?", b.person_input(initial=known.holder if known else None), optional=True
            ),
            b.question("note", "Note", b.text_input(initial=known.note if known else None, most=300), optional=True),
        ],
        submit="Save",
        about={"program": str(standing.program.id)},
    )


def saved(text: str) -> b.View:
    return b.done("Recorded", b.Message(text, [b.section(text)]))
