"""AI tools: the approved ones, one as a card, and the forms to ask, decide, look again and tell the owner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from program.facts import Field
from program.tiers import Trait
from program.tools import State, Tool, Word
from templates import blocks as b
from templates.blockers import turns
from templates.words import say

LIST, OPEN, OPEN_ASK, OPEN_TELL = "tool-list", "tool-open", "tool-open-ask", "tool-open-tell"
OPEN_APPROVE, OPEN_DOWN = "tool-open-approve", "tool-open-down"
OPEN_KEEP, OPEN_RETIRE = "tool-open-keep", "tool-open-retire"
ASK, APPROVE, DOWN = "tool-ask", "tool-approve", "tool-down"
KEEP, RETIRE, TELL = "tool-keep", "tool-retire", "tool-tell"
OPEN_REPORT, OPTIONS = "tool-report-open", "tool-alternative"
EVERYBODY = "-"
PAGE, MOST_WAITING, MOST_OPTIONS = 8, 5, 100
NAME, TEXT = 60, 300


@dataclass(frozen=True, slots=True)
class Words:
    """What the playbook calls the kinds of data, and how deep a tool goes; `remarks` on a depth, by its key."""

    traits: Sequence[Trait] = ()
    depth: Field | None = None
    remarks: Mapping[str, str] | None = None

    def remark(self, tool: Tool) -> str | None:
        return (self.remarks or {}).get(tool.depth or "")

    def deep(self, tool: Tool) -> str | None:
        choices = self.depth.choices if self.depth else ()
        return next((each.title for each in choices if each.key == tool.depth), None)


# --- the list and the card ----------------------------------------------------------------------------------------


def data(tool: Tool) -> list[str]:
    return [each.lower() for each in tool.data.values()]


def listed(
    approved: Sequence[Tool], waiting: Sequence[Tool], *, today: date, search: str = "", page: int = 0,
    may_decide: bool = False, below: Sequence[b.Block] = (),
) -> b.Message:  # fmt: skip
    """`waiting` are requests: of the person who looks, or all of them for who may decide; `below` stands under them."""
    page = max(min(page, max(len(approved) - 1, 0) // PAGE), 0)
    text = say("tools", count=len(approved), search=search)
    shown = [b.section(text)]
    for each in approved[page * PAGE : (page + 1) * PAGE]:
        told = say("tool_row", tool=each, data=data(each), is_overdue=may_decide and each.is_overdue(today))
        shown.append(b.section(told, accessory=_open(each)))
    if turned := turns(LIST, search, page, len(approved), PAGE):
        shown.append(b.actions(*turned))
    if waiting:
        count, more = len(waiting), max(len(waiting) - MOST_WAITING, 0)
        shown.append(b.section(say("tools_waiting", count=count, more=more, may_decide=may_decide)))
        shown += [b.section(say("tool_waits", tool=each), accessory=_open(each)) for each in waiting[:MOST_WAITING]]
    style = None if approved else "primary"
    ask = b.button("Ask for a tool", OPEN_ASK, style=style)
    report = b.button("Tell us about one in use", OPEN_REPORT)
    return b.Message(text, [*shown, *below, b.actions(ask, report)])


def page(message: b.Message) -> b.View:
    return b.modal("AI tools", "tools", message.blocks, close="Close")


def on_home(requests: int, reports: int) -> b.Block:
    """For who may decide, while something waits."""
    look = b.button("Look", f"{LIST}:home", "/0", label="Look at the AI tools")
    return b.section(say("tools_home", requests=requests, reports=reports), accessory=look)


def _open(tool: Tool) -> b.Block:
    return b.button("Open", f"{OPEN}:{tool.id}", str(tool.id), label=f"Open: {tool.name}")


def card(
    tool: Tool, words: Words, *, today: date, by: str, may_decide: bool, alternative: Tool | None = None,
    said: Sequence[Word] = (), news: str | None = None,
) -> b.View:  # fmt: skip
    text = told(tool, words, today=today, alternative=alternative)
    shown = [*([b.section(news)] if news else []), *b.sections(text)]
    if said:
        shown.append(b.section(say("tool_words", said=said)))
    if buttons := _buttons(tool, by=by, may_decide=may_decide):
        shown.append(b.actions(*buttons))
    return b.modal("AI tool", "tool", shown, close="Close")


def told(tool: Tool, words: Words = Words(), *, today: date, alternative: Tool | None = None) -> str:
    return say(
        "tool", tool=tool, state=tool.state.value, data=data(tool), depth=words.deep(tool),
        remark=words.remark(tool), alternative=alternative, is_overdue=tool.is_overdue(today),
    )  # fmt: skip


def _buttons(tool: Tool, *, by: str, may_decide: bool) -> list[b.Block]:
    id, mine = str(tool.id), by == tool.asked_by
    if tool.state is State.REQUESTED:
        return _deciding(tool) if may_decide and not mine else []
    if tool.state is not State.APPROVED:
        return []
    shown = [b.button("Tell its owner", OPEN_TELL, id, label=f"Tell the owner of {tool.name}")]
    if may_decide and not mine:
        shown.append(b.button("Look at it again", OPEN_KEEP, id, label=f"Look at {tool.name} again"))
    if may_decide:
        shown.append(b.button("Retire", OPEN_RETIRE, id, label=f"Retire {tool.name}"))
    return shown


def _deciding(tool: Tool) -> list[b.Block]:
    id = str(tool.id)
    return [
        b.button("Approve", OPEN_APPROVE, id, style="primary", label=f"Approve {tool.name}"),
        b.button("Turn down", OPEN_DOWN, id, label=f"Turn down {tool.name}"),
    ]


# --- forms --------------------------------------------------------------------------------------------------------


def ask(words: Words, units: Sequence[str], *, by: str, name: str = "", purpose: str = "") -> b.View:
    """What is given stands in the form already, to be changed or taken as it is."""
    blocks = [
        b.section(say("tool_ask")),
        b.question("name", "Which tool?", b.text_input(initial=name[:NAME], most=NAME)),
        b.question(
            "purpose",
            "What is it needed for?",
            b.text_input(initial=purpose, lines=True, most=TEXT),
            hint="The work, not the technology: “draft replies to brokers”.",
        ),
        b.question("users", "Who would use it?", b.text_input(most=120, placeholder="12 handlers in Claims")),
        *for_whom(units, None, "For which unit?"),
        *data_question(kinds(words), "What would go into it?", "Nothing of this: leave it empty."),
        *_depth(words),
        b.question("link", "Where is it found?", b.text_input(most=TEXT, placeholder="https://"), optional=True),
        b.question("owner", "Who would answer for it?", b.person_input(initial=by)),
    ]
    return b.modal("Ask for a tool", ASK, blocks, submit="Ask")


def for_whom(units: Sequence[str], chosen: str | None, label: str) -> list[b.Block]:
    names = list(dict.fromkeys([*([chosen] if chosen else []), *units]))[: MOST_OPTIONS - 1]
    if not names:
        return []
    choices = [b.Choice(EVERYBODY, "Everybody"), *(b.Choice(name[: b.OPTION], name) for name in names)]
    return [b.question("unit", label, b.select_input(choices, initial=chosen or EVERYBODY))]


def kinds(words: Words) -> list[b.Choice]:
    return [b.Choice(each.key, each.title, each.help) for each in words.traits]


def data_question(choices: Sequence[b.Choice], label: str, hint: str, chosen: Sequence[str] = ()) -> list[b.Block]:
    if not choices:
        return []
    return [b.question("data", label, b.checkbox_input(choices, initial=chosen), hint=hint, optional=True)]


def _depth(words: Words) -> list[b.Block]:
    if not words.depth:
        return []
    choices = [b.Choice(each.key, each.title) for each in words.depth.choices]
    return [b.question("depth", "How deep does it go into our work?", b.select_input(choices), optional=True)]


def asked(tool: Tool, words: Words, *, today: date, deciders: int) -> b.View:
    text = say("tool_asked_done", tool=tool, deciders=deciders)
    return b.done("Ask for a tool", b.Message(text, [b.section(text), *b.sections(told(tool, words, today=today))]))


def approve(tool: Tool, words: Words, units: Sequence[str], *, review_on: date) -> b.View:
    asked = [b.Choice(key, title) for key, title in tool.data.items()]
    blocks = [
        *b.sections(told(tool, words, today=review_on)),
        *for_whom(units, tool.unit, "For which unit?"),
        *data_question(asked, "What may go into it?", "What was asked for, or less.", list(tool.data)),
        _limits(tool),
        b.question(
            "learn",
            "Where do people learn it?",
            b.text_input(initial=tool.learn, most=TEXT, placeholder="A link, or a day and a room"),
            optional=True,
        ),
        _owner(tool),
        _review(review_on),
    ]
    return b.modal("Approve a tool", APPROVE, blocks, submit="Approve", about=_about(tool))


def _limits(tool: Tool) -> b.Block:
    box = b.text_input(
        initial=tool.limits, lines=True, most=TEXT, placeholder="A person reads all that leaves the house"
    )
    return b.question("limits", "Within which limits?", box, optional=True)


def _owner(tool: Tool) -> b.Block:
    return b.question("owner", "Who answers for it?", b.person_input(initial=tool.owner), hint="Gets what users say.")


def _review(review_on: date) -> b.Block:
    return b.question("review_on", "When is it looked at again?", b.date_input(initial=review_on))


def turn_down(tool: Tool, words: Words, *, today: date) -> b.View:
    search = b.external_input(placeholder="Type a word of it") | {"action_id": OPTIONS}
    blocks = [
        *b.sections(told(tool, words, today=today)),
        b.question("reason", "Why not?", b.text_input(lines=True, most=TEXT)),
        b.question("alternative", "Which approved tool does the work instead?", search, optional=True),
        b.question(
            "instead",
            "Or what can they do instead?",
            b.text_input(lines=True, most=TEXT),
            hint="One of the two is needed: a bare no sends people to tools that nobody knows of.",
            optional=True,
        ),
    ]
    return b.modal("Turn down a tool", DOWN, blocks, submit="Turn down", about=_about(tool))


def options(found: Sequence[Tool]) -> list[b.Block]:
    return [b.option(b.Choice(str(each.id), each.name)) for each in found[:MOST_OPTIONS]]


def keep(tool: Tool, words: Words, *, review_on: date, today: date) -> b.View:
    shown = [*b.sections(told(tool, words, today=today)), _limits(tool), _owner(tool), _review(review_on)]
    return b.modal("Look at a tool again", KEEP, shown, submit="It stays", about=_about(tool))


def retire(tool: Tool) -> b.View:
    why = b.question("reason", "Why, and what comes in its place?", b.text_input(lines=True, most=TEXT))
    return b.modal(
        "Retire a tool", RETIRE, [b.section(say("tool_retire", tool=tool)), why], submit="Retire", about=_about(tool)
    )


def tell(tool: Tool) -> b.View:
    text = b.question("text", "What works, what does not?", b.text_input(lines=True, most=1000))
    shown = [b.section(say("tool_tell", tool=tool)), text]
    return b.modal("Tell its owner", TELL, shown, submit="Send", about=_about(tool))


def sent(tool: Tool) -> b.View:
    text = say("tool_told", tool=tool)
    return b.done("Tell its owner", b.Message(text, [b.section(text)]))


def _about(tool: Tool) -> dict[str, str]:
    return {"tool": str(tool.id)}


# --- what is said unasked -----------------------------------------------------------------------------------------


def wanted(tool: Tool, *, today: date, alternative: Tool | None = None) -> b.Message:
    """To whoever may decide, with the buttons until somebody has."""
    head, body = say("tool_wanted", tool=tool), told(tool, today=today, alternative=alternative)
    buttons = _deciding(tool) if tool.state is State.REQUESTED else []
    return _message(f"{head}\n\n{body}", buttons)


def decided(tool: Tool, *, alternative: Tool | None) -> b.Message:
    text = say("tool_decided", tool=tool, data=data(tool), alternative=alternative)
    offered = tool if tool.state is State.APPROVED else alternative
    return _message(text, [_open(offered)] if offered else [b.button("See what there is", LIST, "/0")])


def review(tool: Tool, user: str) -> b.Message:
    text = say("tool_review", tool=tool, is_owner=user == tool.owner, data=data(tool))
    return _message(text, [_open(tool)])


def retired(tool: Tool) -> b.Message:
    return _message(say("tool_retired", tool=tool), [b.button("See what there is", LIST, "/0")])


def word(tool: Tool, said: Word) -> b.Message:
    return _message(say("tool_word", tool=tool, word=said), [_open(tool)])


def _message(text: str, buttons: Sequence[b.Block]) -> b.Message:
    return b.Message(b.spoken(text), [*b.sections(text), *([b.actions(*buttons)] if buttons else [])])
