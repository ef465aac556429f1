"""The evidence at a gate: what fits into a poll or a modal, and the packet in full for the thread."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from program import gates, items, questions, signals, stories, targets
from program.playbook import Gate
from program.signatures import signatures
from program.standings import Standing
from program.votes import Poll
from templates import blocks as b
from templates import surveys
from templates.gates import overridden
from templates.status import kpi_line
from templates.words import Safe, escape, say, short, shown_proof

MOST_LISTED, MOST_ENTRIES, MOST_SIGNERS = 4, 12, 14  # KPIs or risks; entries; sign-offs
PAGE = 9000  # characters of a message, and
ROWS = 40  # its sections: below what Slack takes, with room for the head

Names = Mapping[str, str]


def caller(names: Names) -> Callable[[str], Safe]:
    """A person by their plain name: what many read must not call each of those it names."""
    return lambda user: Safe(short_name(names, user)) if user in names else Safe(f"<@{user}>")


def short_name(names: Names, user: str) -> str:
    return escape(short(names.get(user, user), 30))


def shown(standing: Standing, gate: Gate, names: Names) -> list[b.Block]:
    """Checklist, KPIs, risks, sign-offs, deliverables and questions: a section each."""
    standing = _as_if_open(standing, gate)
    signs = signals.recorded(standing)
    texts = _paragraphs(standing, gate, names)
    if signs:
        texts.insert(-1, say("evidence_signals", signs=signs, most=MOST_LISTED))
    return [block for paragraph in texts for block in b.sections(paragraph)]


def to_sign(standing: Standing, gate: Gate, names: Names, signs: Sequence[Sequence[Any]] = ()) -> list[b.Block]:
    """The same, but what is delivered and answered comes first and in full: that is what a signature accepts."""
    kept = [(key, standing.item(key)) for key in gate.wanted]
    in_full = [_item(standing, key, items.kept(item)) for key, item in kept]
    rest = [*_paragraphs(standing, gate, names)[:-1], *([_signals(signs, MOST_LISTED)] if signs else [])]
    return [block for text in (*in_full, *rest) for block in b.sections(text)]


def _paragraphs(standing: Standing, gate: Gate, names: Names) -> list[str]:
    score = standing.score(standing.playbook.checklist_due_by(gate.key))
    return say(
        "evidence",
        overridden=overridden(standing),
        settled=score[0],
        due=score[1],
        sections=standing.sections(gate),
        kpis=[kpi_line(each) for each in targets.lead(standing.kpis)],
        risks=standing.open_risks,
        signatures=_signatures(standing, gate, names),
        entries=_entries(standing, gate),
        answers=questions.answers(standing, gate),
        surveys=surveys.brief(standing),
        moments=stories.counted(standing),
        stories=stories.told(standing),
        called=caller(names),
        most=MOST_LISTED,
    ).split("\n\n")


def _as_if_open(standing: Standing, gate: Gate) -> Standing:
    """Passing the gate settles which signatures count; what people voted on was before that."""
    return replace(standing, passed=tuple(each for each in standing.passed if each.gate != gate.key))


def _signatures(standing: Standing, gate: Gate, names: Names) -> list[str]:
    called = caller(names)
    lines = [
        say("evidence_sign_off", signature=each, called=called, behalf=standing.signed_for(each.sign_off))
        for each in signatures(standing, gate)
    ]
    return _some(lines, MOST_SIGNERS, "sign-offs") or ["None is asked for at this gate."]


def _entries(standing: Standing, gate: Gate) -> list[str]:
    lines = [
        say("evidence_entry", entry=entry, item=standing.item(entry.key)) for entry in gates.entries(standing, gate)
    ]
    return _some(lines, MOST_ENTRIES, "entries") or ["None is due at this gate."]


def _some(lines: list[str], most: int, what: str) -> list[str]:
    return lines if len(lines) <= most else [*lines[:most], f"and {len(lines) - most} more {what}: `/pilot gate`"]


# --- the packet in full -------------------------------------------------------------------------------------------


def pages(packet: Mapping[str, Any], standing: Standing, gate: Gate, names: Names) -> list[list[b.Block]]:
    """The packet as it stood when the poll opened, in as many messages as it takes; nothing is left out."""
    made: list[list[b.Block]] = [[]]
    length = 0
    for block in _full(packet, standing, gate, names):
        size = len(block["text"]["text"])
        if made[-1] and (length + size > PAGE or len(made[-1]) == ROWS):
            made.append([])
            length = 0
        made[-1].append(block)
        length += size
    return made


def _full(packet: Mapping[str, Any], standing: Standing, gate: Gate, names: Names) -> list[b.Block]:
    kept = packet["items"]
    first = [key for key in (*gate.questions, *gate.deliverables, *gate.needs) if key in kept]
    texts = [_item(standing, key, kept[key]) for key in first]
    by_section = {section.key: [f"*{escape(section.title)}*"] for section in standing.playbook.sections}
    for entry in standing.playbook.checklist_due_by(gate.key):
        if entry.key in kept:
            by_section[entry.section].append(_item(standing, entry.key, kept[entry.key]))
    texts += ["\n".join(lines) for lines in by_section.values() if len(lines) > 1]
    texts += [_risks(packet, standing, names), _kpis(packet, standing)]
    if "signals" in packet:  # packets from before had none
        texts.append(_signals(packet["signals"], len(packet["signals"])))
    return [block for text in texts for block in b.sections(text)]


def _item(standing: Standing, key: str, kept: Sequence[Any]) -> str:
    state, note, reason, *facts = kept  # facts came later, and only where there are any
    entry = standing.playbook.item(key)
    proof = shown_proof(note, facts[0] if facts else {}, entry)
    return say("packet_entry", title=entry.title, state=state, shown_proof=proof, reason=reason)


def _risks(packet: Mapping[str, Any], standing: Standing, names: Names) -> str:
    titles = {risk.number: risk.title for risk in standing.risks}
    rows = [(number, score, owner, titles.get(number, ""), left) for number, score, owner, *left in packet["risks"]]
    return say("packet_risks", risks=rows, called=caller(names))


def _kpis(packet: Mapping[str, Any], standing: Standing) -> str:
    named = {kpi.number: (kpi.name, kpi.unit) for kpi in standing.kpis}
    return say("packet_kpis", kpis=[(*row[:4], *named.get(row[0], ("", "")), row[4:]) for row in packet["kpis"]])


def _signals(signs: Sequence[Sequence[Any]], most: int) -> str:
    return say("packet_signals", signals=signs, most=most)


def asked(poll: Poll, part: int, found: list[list[b.Block]]) -> b.Message | None:
    """One part of the packet; the first also asks the people to vote. `None`: there is no such part."""
    if part >= len(found):
        return None
    text = say(
        "packet_head",
        part=part,
        parts=len(found),
        asked=poll.electorate,
        closes_at=poll.closes_at,
        opened_at=poll.opened_at,
    )
    return b.Message(text, [*b.sections(text), *found[part]])
