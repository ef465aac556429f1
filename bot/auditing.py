"""`pilot audit`: the audit trail written out, and followed link by link, in the database or on a file alone."""

import csv
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import chain as one_after_another
from pathlib import Path
from typing import Any, Literal, TextIO

from program.audit import SHORT, Broken, Entry, Head, Link, Walk
from storage import chains
from storage.database import Database

Format = Literal["jsonl", "csv"]
COLUMNS = (
    "record", "chain", "name", "seq", "at", "by", "on_behalf_of", "where", "did", "subject", "before", "after",
    "prev", "hash",
)  # fmt: skip


class Unreadable(Exception):
    """What was given is no export, no head or no program; the message says what would be."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`names`: what people call each chain."""

    broken: Broken | None
    ends: Sequence[Head]
    names: Mapping[str, str]

    def name(self, chain: str) -> str:
        return self.names.get(chain, chain)


# --- verify -------------------------------------------------------------------------------------------------------


async def verify_database(url: str, anchors: Sequence[str]) -> Verdict:
    database = Database(url)
    try:
        async with chains.snapshot(database) as session:
            names = await chains.names(session)
            walk = Walk(_anchors(anchors, names))
            broken = await chains.verify(session, walk)
    finally:
        await database.close()
    return Verdict(broken, list(walk.ends.values()), names)


def verify_file(path: Path, anchors: Sequence[str]) -> Verdict:
    """Needs neither the database nor any setting."""
    names = {record.chain: name for record, name in _records(path)}
    walk, heads = Walk(_anchors(anchors, names)), []
    for record, _ in _records(path):
        if isinstance(record, Head):
            heads.append(record)
        elif broken := walk.follow(record):
            return Verdict(broken, (), names)
    return Verdict(walk.arrive(heads), list(walk.ends.values()), names)


def _anchors(told: Sequence[str], names: Mapping[str, str]) -> list[Head]:
    return [_anchor(each, names) for each in told]


def _anchor(told: str, names: Mapping[str, str]) -> Head:
    """`CLAIMS:42:a1b2c3d4e5f6`, as the weekly prompt shows it, or with the chain's id."""
    name, _, rest = told.strip().rpartition(":")
    name, _, seq = name.rpartition(":")
    if not name or not seq.isdecimal() or len(rest) < SHORT or set(rest.lower()) - set("0123456789abcdef"):
        raise Unreadable(f"“{told}” is no head: write it as the weekly prompt does, such as CLAIMS:42:a1b2c3d4e5f6.")
    found = [chain for chain, known in names.items() if name in {chain, known}]
    if len(found) > 1:
        raise Unreadable(f"Several chains are called {name}: give the id of one, from {', '.join(sorted(found))}.")
    return Head(found[0] if found else name, int(seq), rest.lower())


# --- export -------------------------------------------------------------------------------------------------------


async def export(url: str, out: TextIO, format: Format, program: str | None) -> int:
    """Entry by entry, with the heads at the end; returns how many entries there were."""
    write = _writer(out, format)
    count = 0
    database = Database(url)
    try:
        async with chains.snapshot(database) as session:
            names = await chains.names(session)
            for chain in _wanted(names, program):
                async for link in chains.links(session, chain):
                    write(_told(link, names))
                    count += 1
            for chain in _wanted(names, program):
                for head in await chains.list_heads(session, chain):
                    write(_row("head", head.chain, names) | {"seq": head.seq, "hash": head.hash})
    finally:
        await database.close()
    return count


def _wanted(names: Mapping[str, str], program: str | None) -> list[str | None]:
    """The chains of a program, or all at once."""
    if program is None:
        return [None]
    found: list[str | None] = [chain for chain, name in names.items() if name == program.upper()]
    if not found:
        raise Unreadable(f"There is no program “{program}”: give its code, as `/pilot status` shows it.")
    return found


def _row(record: str, chain: str, names: Mapping[str, str]) -> dict[str, Any]:
    return dict.fromkeys(COLUMNS) | {"record": record, "chain": chain, "name": names.get(chain, "")}


def _told(link: Link, names: Mapping[str, str]) -> dict[str, Any]:
    entry = link.entry
    told = {each.name: getattr(entry, each.name) for each in fields(entry)}
    return _row("entry", entry.chain, names) | told | {"at": entry.at.isoformat(), "hash": link.hash}


def _writer(out: TextIO, format: Format) -> Callable[[dict[str, Any]], object]:
    if format == "jsonl":
        return lambda row: out.write(json.dumps(row, ensure_ascii=False) + "\n")
    table = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    table.writeheader()
    as_json = {"before", "after"}
    return lambda row: table.writerow(
        {name: json.dumps(value) if name in as_json and value is not None else value for name, value in row.items()}
    )


# --- reading an export --------------------------------------------------------------------------------------------


def _records(path: Path) -> Iterator[tuple[Link | Head, str]]:
    """Each record of the file with the name of its chain; refuses a file that is no export."""
    with closing(path.open(encoding="utf-8", newline="")) as file:
        try:
            first = file.readline()
            lines = one_after_another([first], file)
            rows = (json.loads(line) for line in lines) if first.startswith("{") else _table(lines)
            yield from ((_record(row), str(row["name"])) for row in rows)
        except (ValueError, KeyError, TypeError, csv.Error):
            raise Unreadable(f"{path} is no file of `pilot audit export`, or it was damaged.") from None


def _table(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    csv.field_size_limit(sys.maxsize)
    table = csv.DictReader(lines)
    if tuple(table.fieldnames or ()) != COLUMNS:
        raise ValueError
    for row in table:
        yield row | {
            "on_behalf_of": row["on_behalf_of"] or None,
            "before": json.loads(row["before"] or "null"),
            "after": json.loads(row["after"] or "null"),
        }


def _record(row: Mapping[str, Any]) -> Link | Head:
    if row["record"] == "head":
        return Head(row["chain"], int(row["seq"]), row["hash"])
    told = {each.name: row[each.name] for each in fields(Entry)}
    told |= {"seq": int(row["seq"]), "at": datetime.fromisoformat(row["at"])}
    return Link(Entry(**told), row["hash"])
