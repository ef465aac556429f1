"""To whom a program shows; for everybody else it is as if it did not exist (framework 4, layer 5, component 1)."""

from collections.abc import Mapping, Set
from enum import StrEnum

from program.errors import Refused

SEES_ALL = frozenset({"office"})  # who runs the portfolio; to be a Slack administrator is not enough
GENERAL = frozenset({"member", "admin", "office"})  # what people are without any role in a program


class Visibility(StrEnum):
    WORKSPACE = "workspace"
    UNIT = "unit"
    MEMBERS = "members"


TITLES: Mapping[Visibility, str] = {
    Visibility.WORKSPACE: "Everyone in this workspace",
    Visibility.UNIT: "Its unit, and whoever has a role in it",
    Visibility.MEMBERS: "Only whoever has a role in it",
}


def sees(visibility: Visibility, roles: Set[str], *, in_unit: bool) -> bool:
    """`roles` is all that the person may act as in this program."""
    if visibility is Visibility.WORKSPACE or roles - GENERAL or roles & SEES_ALL:
        return True
    return visibility is Visibility.UNIT and in_unit and "member" in roles


def unknown(code: str) -> Refused:
    """The same sentence for what is not there and for what may not be seen."""
    return Refused(f"There is no program “{code}”. `/pilot status` lists those that you may see.")


def gone() -> Refused:
    return Refused("This program is not there any more. `/pilot status` lists those that are.")


def unit_key(unit: str | None) -> str:
    """Units are the same whatever their capitals and blanks."""
    return " ".join((unit or "").split()).casefold()


def check_chosen(chosen: str | None, *, unit: str | None) -> Visibility:
    visibility = Visibility(chosen) if chosen in set(Visibility) else Visibility.WORKSPACE
    if visibility is Visibility.UNIT and not unit_key(unit):
        raise Refused(
            "This program belongs to no unit: choose everyone, or only whoever has a role.", field="visibility"
        )
    return visibility


def check_unit(name: str | None) -> str:
    if not unit_key(name):
        raise Refused("Name the unit, such as Claims.", field="unit")
    return " ".join(str(name).split())
