"""What the forms of a playbook must be so that Slack can show them: questions, their answers, and registers."""

import re
from collections.abc import Iterable, Iterator, Sequence

from program.facts import Field
from program.intake import Inquiry
from program.playbook import MATERIAL, Entry, Limits, Week
from program.proofs import PROOFS
from program.questionnaires import Questionnaire
from program.registers import Register
from program.row_rules import ROW_RULES
from program.surveys import SAVED

QUESTIONS = 40  # in one form: more is no form that anybody fills in
TICKS, OPTIONS = 10, 100  # that a modal can show
CODE = re.compile(r"[A-Z]{1,4}")


def registers(built: Sequence[Register], weeks: Sequence[Week]) -> Iterator[str]:
    codes: dict[str, str] = {}
    last = weeks[-1].number if weeks else 0
    for each in built:
        where = f"registers.toml, {each.key}"
        if not CODE.fullmatch(each.code):
            yield f"{where}: “code” must be one to four capital letters."
        if each.code in codes:
            yield f"{where}: the code “{each.code}” is taken by {codes[each.code]}; choose another."
        codes.setdefault(each.code, each.key)
        if weeks and each.week not in range(weeks[0].number, last + 1):
            yield f"{where}: “week” is {each.week}; use a week from {weeks[0].number} to {last}."
        known = [field.key for field in each.fields]
        for name in (name for name in each.shown if name not in known):
            yield f"{where}: “shown” names “{name}”, which is not one of its fields; use one of {', '.join(known)}."
        if not each.shown:
            yield f"{where}: “shown” is empty; name the fields by which a row is told in a list."
        if each.rule is not None and each.rule not in ROW_RULES:
            yield f"{where}: there is no rule “{each.rule}”; use one of {', '.join(sorted(ROW_RULES))}."
        yield from _fields(where, each.fields)


def material(limits: Iterable[Limits], built: Iterable[Register]) -> Iterator[str]:
    """What makes signatures stale is a kind that there is, or a field of a register."""
    known = {*MATERIAL, *(f"{each.key}.{field.key}" for each in built for field in each.fields)}
    for name in (name for each in limits for name in each.material if name not in known):
        kinds = ", ".join(MATERIAL)
        yield f"limits.toml: “material” names “{name}”; use one of {kinds}, or a register's field."


def inquiries(built: Iterable[Inquiry]) -> Iterator[str]:
    taken: dict[str, str] = {}
    for each in built:
        where = f"inquiries.toml, {each.key}"
        yield from _fields(where, each.fields)
        for key in (field.key for field in each.fields):
            if key in taken:
                yield f"{where}, {key}: {taken[key]} asks under this key already; choose another."
            taken[key] = each.key


def questionnaires(built: Iterable[Questionnaire]) -> Iterator[str]:
    for each in built:
        where = f"surveys.toml, {each.key}"
        yield from _fields(where, each.fields)
        measured = {field.key for field in each.measured()}
        named = {"without": each.without, "with_ai": each.with_ai, "trust": each.trust}
        if bool(each.without) != bool(each.with_ai):
            yield f"{where}: time saved needs both “without” and “with_ai”; write both or neither."
        elif each.without:
            measured.add(SAVED)
        for name, key in (*named.items(), *(("bars", bar.question) for bar in each.bars)):
            if key is not None and key not in measured:
                yield f"{where}: “{name}” names “{key}”, which is no question with numbers; correct it."
        if each.least > each.most:
            yield f"{where}: “least” is above “most”; exchange them."


def asked(entries: Iterable[Entry]) -> Iterator[str]:
    for each in entries:
        yield from _fields(each.key, each.asks)
        if each.proof is not None and each.proof not in PROOFS:
            yield f"{each.key}: there is no proof “{each.proof}”; use one of {', '.join(sorted(PROOFS))}."
        if each.least < 1:
            yield f"{each.key}: “least” must be 1 or more."


def _fields(where: str, fields: Sequence[Field]) -> Iterator[str]:
    if len(fields) > QUESTIONS:
        yield f"{where}: it asks {len(fields)} questions; keep at most {QUESTIONS}."
    for field in fields:
        place = f"{where}, {field.key}"
        chosen = field.kind in {"choice", "choices"}
        most = TICKS if field.kind == "choices" else OPTIONS
        if chosen and not 1 <= len(field.choices) <= most:
            yield f"{place}: it has {len(field.choices)} choices; write 1 to {most}."
        if not chosen and field.choices:
            yield f'{place}: only a choice has “choices”; remove them, or write kind = "choice".'
        if field.least is not None and field.most is not None and field.least > field.most:
            yield f"{place}: “least” is above “most”; exchange them."
