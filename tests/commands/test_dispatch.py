"""The whole table fits together: whatever the bot shows can be pressed, and whatever it plans to say has words."""

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
import yaml

import templates
from commands import table
from commands.dispatch import Handler, prefix
from program.authority import AUTHORITY
from program.errors import Refused
from program.posts import SUBJECTS, Kind

TABLE = table.build()
FOLDER = Path(templates.__file__).parent
TREES = {path.stem: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.py"))}
MODULES = {name: import_module(f"templates.{name}") for name in TREES if name != "__init__"}
ID = re.compile(r"[a-z]+(-[a-z]+)+")
MANIFEST = yaml.safe_load((FOLDER.parent / "manifest.yml").read_text(encoding="utf-8"))


def handlers() -> Iterator[tuple[str, Handler]]:
    for words, command in TABLE.commands.items():
        yield f"/pilot {words}", command.handler
    for kind in ("actions", "views", "options", "shortcuts", "events"):
        for id, handler in getattr(TABLE, kind).items():
            yield f"{kind} {id}", handler


@pytest.mark.parametrize("words", TABLE.commands)
def test_a_command_names_its_row_in_the_table_of_authority(words: str) -> None:
    command = TABLE.commands[words]

    assert command.may in AUTHORITY
    assert command.help
    assert command.example.startswith(f"/pilot {words}")
    assert len(words.split()) <= 2, "find_command looks at two words"


@pytest.mark.parametrize(("name", "handler"), list(handlers()), ids=[name for name, _ in handlers()])
def test_a_handler_takes_the_answer_the_request_and_the_services(name: str, handler: Handler) -> None:
    assert list(inspect.signature(handler).parameters) == ["ack", "asked", "services"]
    assert inspect.iscoroutinefunction(handler)


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=SUBJECTS)
def test_what_is_put_into_the_outbox_can_be_sent(subject: type) -> None:
    there, elsewhere = TABLE.renders, TABLE.steps
    if subject.kind is Kind.STEP:  # type: ignore[attr-defined]
        there, elsewhere = elsewhere, there  # type: ignore[assignment]

    assert subject in there
    assert subject not in elsewhere


def test_the_manifest_names_every_event_and_shortcut_that_is_answered() -> None:
    heard = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert set(TABLE.events) <= {event.partition(".")[0] for event in heard}  # `message.im` arrives as `message`
    assert {each["callback_id"] for each in MANIFEST["features"]["shortcuts"]} == set(TABLE.shortcuts)


@pytest.mark.parametrize(("typed", "meant"), [("stauts", "status"), ("peple", "people"), ("candidats", "candidates")])
def test_a_slip_of_the_hand_is_shown_the_nearest_word(typed: str, meant: str) -> None:
    with pytest.raises(Refused) as refused:
        TABLE.find_command(typed)

    assert f"Did you mean `/pilot {meant}`?" in str(refused.value)


def test_words_in_capitals_and_what_follows_them() -> None:
    command, rest = TABLE.find_command("STATUS  CLAIMS")

    assert (command.words, rest) == ("status", "CLAIMS")


# --- what can be pressed ------------------------------------------------------------------------------------------


def calls(name: str) -> Iterator[tuple[str, ast.FunctionDef, ast.Call]]:
    """Module, enclosing function and call, wherever the templates call something of this name."""
    for module, tree in TREES.items():
        for outer in ast.walk(tree):
            if isinstance(outer, ast.FunctionDef):
                for call in ast.walk(outer):
                    if isinstance(call, ast.Call) and _name(call.func) == name:
                        yield module, outer, call


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def argument(call: ast.Call, place: int, keyword: str) -> ast.expr | None:
    named = next((each.value for each in call.keywords if each.arg == keyword), None)
    positional = call.args[place] if place < len(call.args) else None
    return None if isinstance(positional, ast.Starred) else named or positional


def meant(node: ast.expr, module: str, inside: ast.FunctionDef) -> set[str]:
    """The ids that an expression of a template may stand for; those of a parameter are what the callers hand in."""
    found: set[str] = set()
    match node:
        case ast.IfExp(body=one, orelse=other):
            found = meant(one, module, inside) | meant(other, module, inside)
        case ast.JoinedStr(values=[ast.FormattedValue(value=first), *_]) | ast.JoinedStr(values=[first, *_]):
            found = meant(first, module, inside)
        case ast.Subscript(value=whole):
            found = meant(whole, module, inside)
        case ast.Name(id=name) if name in (parameters := [each.arg for each in _parameters(inside)]):
            for caller, outer, call in calls(inside.name):
                handed = argument(call, parameters.index(name), name)
                found |= meant(handed, caller, outer) if handed and outer is not inside else set()
        case ast.Name(id=name) if sources := _given_to(name, inside):
            parts = [part for source in sources for part in ast.walk(source)]
            found = {each for part in parts for each in _texts(part, module) if ID.fullmatch(each)}
        case _:
            found = _texts(node, module)
    return found


def _given_to(name: str, inside: ast.FunctionDef) -> list[ast.expr]:
    """What a local name is made of."""
    return [
        each.value
        for each in ast.walk(inside)
        if isinstance(each, ast.Assign)
        and any(isinstance(part, ast.Name) and part.id == name for to in each.targets for part in ast.walk(to))
    ]


def _texts(node: ast.AST, module: str) -> set[str]:
    """The strings that a constant holds: itself, or those of a table with tuples in it."""
    if isinstance(node, ast.Constant):
        return {node.value} if isinstance(node.value, str) else set()
    found = _value(ast.unparse(node), MODULES[module]) if isinstance(node, ast.Name | ast.Attribute) else None
    if isinstance(found, Mapping):
        return {text for each in found.values() if isinstance(each, tuple) for text in each if isinstance(text, str)}
    return {found} if isinstance(found, str) else set()


def _parameters(function: ast.FunctionDef) -> list[ast.arg]:
    return [*function.args.args, *function.args.kwonlyargs]


def _value(dotted: str, module: ModuleType) -> object:
    found: object = module
    for part in dotted.split("."):
        found = getattr(found, part, None)
    return found


def ids(function: str, place: int, keyword: str, *, only_with: str = "") -> set[str]:
    return {
        prefix(id)
        for module, outer, call in calls(function)
        if module != "blocks"
        and (not only_with or any(each.arg == only_with for each in call.keywords))
        and (node := argument(call, place, keyword)) is not None
        for id in meant(node, module, outer)
    }


BUTTONS = sorted(ids("button", 1, "action") | ids("overflow", 0, "action"))
FORMS = sorted(ids("modal", 1, "callback", only_with="submit"))


def test_every_id_in_the_templates_can_be_read() -> None:
    unread = [
        ast.unparse(call)
        for function, place, keyword in (("button", 1, "action"), ("overflow", 0, "action"), ("modal", 1, "callback"))
        for module, outer, call in calls(function)
        if module != "blocks" and not ((node := argument(call, place, keyword)) and meant(node, module, outer))
    ]
    assert not unread, "write the action id so that this test can see which handler it leads to"
    assert {"people-open-appoint", "status-open", "use-case-list", "program-open-start"} <= set(BUTTONS)
    assert {"people-appoint", "program-start"} <= set(FORMS)


@pytest.mark.parametrize("id", BUTTONS)
def test_a_button_has_its_handler(id: str) -> None:
    assert id in TABLE.actions


@pytest.mark.parametrize("id", FORMS)
def test_a_form_that_can_be_sent_has_its_handler(id: str) -> None:
    assert id in TABLE.views


def test_a_search_among_many_options_has_its_handler() -> None:
    searching = {
        id
        for module, outer, call in calls("question")
        for node in ast.walk(call)
        if isinstance(node, ast.Call) and _name(node.func) == "external_input"
        for id in meant(call.args[0], module, outer)
    }
    assert searching
    assert searching <= TABLE.options.keys()
