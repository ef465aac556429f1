"""What one playbook has that another has not, part by part, whatever parts a playbook comes to have."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from program.playbook import Entry, Playbook, Week


@dataclass(frozen=True, slots=True)
class Change:
    """A part by its kind, key and title; `settings` are those that differ where it is in both."""

    kind: str
    key: str
    title: str
    settings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diff:
    """In the order of the newer playbook; what was removed in that of the older."""

    added: tuple[Change, ...]
    removed: tuple[Change, ...]
    changed: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.changed)


KINDS = {"asks": "fact"}  # of the parts of a part, which else are called by the setting they stand in
Place = tuple[str, str]  # kind, and key: behind that of the part it belongs to


def diff(old: Playbook, new: Playbook) -> Diff:
    before, after = dict(_parts(old)), dict(_parts(new))
    return Diff(
        added=tuple(_change(place, each) for place, each in after.items() if place not in before),
        removed=tuple(_change(place, each) for place, each in before.items() if place not in after),
        changed=tuple(
            _change(place, each, settings)
            for place, each in after.items()
            if place in before and (settings := differing(before[place], each))
        ),
    )


def differing(before: Any, after: Any) -> tuple[str, ...]:
    """The settings of one part that differ; what consists of parts itself is compared part by part."""
    pairs = ((each.name, getattr(before, each.name), getattr(after, each.name)) for each in fields(after))
    return tuple(name for name, old, new in pairs if old != new and not _has_parts(old) and not _has_parts(new))


def _parts(playbook: Playbook) -> Iterator[tuple[Place, Any]]:
    for field in fields(playbook):
        value = getattr(playbook, field.name)
        if is_dataclass(value):
            yield (field.name, field.name), value
        for each in value if _has_parts(value) else ():
            yield from _within(each, _spaced(type(each).__name__), "")


def _within(part: Any, kind: str, parent: str) -> Iterator[tuple[Place, Any]]:
    """A part, then the parts in it; an entry of a week is the same in whichever week it stands."""
    key = str(part.number) if isinstance(part, Week) else f"{parent}{part.key}"
    yield (kind, key), part
    for field in fields(part):
        value = getattr(part, field.name)
        for each in value if _has_parts(value) else ():
            if isinstance(each, Entry):
                yield from _within(each, each.kind, "")
            else:
                yield from _within(each, KINDS.get(field.name, field.name.removesuffix("s")), f"{key}/")


def _has_parts(value: Any) -> bool:
    """A list of parts, each with a key; a week has its number."""
    return isinstance(value, tuple) and value != () and all(isinstance(e, Week) or hasattr(e, "key") for e in value)


def _spaced(name: str) -> str:
    return "".join(f" {each.lower()}" if each.isupper() else each for each in name).strip()


def _change(place: Place, part: Any, settings: tuple[str, ...] = ()) -> Change:
    kind, key = place
    title = f"Week {part.number}: {part.title}" if isinstance(part, Week) else getattr(part, "title", kind.capitalize())
    return Change(kind, key, title, settings)
