"""The AI tools of a workspace: approved, asked for, turned down, retired (framework 7, question 4).

A ban alone drives people to tools that nobody knows of: whoever is turned down is offered something instead.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from program.errors import Refused
from program.facts import Field
from program.playbook import Playbook
from program.tiers import Trait
from program.visibility import unit_key

LONGEST = timedelta(days=366)  # until somebody looks at an approved tool again
USUAL = timedelta(days=180)


class State(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    TURNED_DOWN = "turned-down"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Tool:
    """`data` is what may go in, or would: traits of the playbook, each with the title it had; no unit: for everybody.

    `instead` is what whoever was turned down can do, `alternative` the approved tool that serves them.
    """

    id: UUID
    name: str
    purpose: str
    users: str
    asked_by: str
    asked_at: datetime
    owner: str
    unit: str | None = None
    data: Mapping[str, str] = field(default_factory=dict)
    link: str | None = None
    learn: str | None = None
    depth: str | None = None
    state: State = State.REQUESTED
    limits: str | None = None
    review_on: date | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str | None = None
    alternative: UUID | None = None
    instead: str | None = None

    @property
    def is_open(self) -> bool:
        """Asked for or approved: what is open has its name for itself."""
        return self.state in {State.REQUESTED, State.APPROVED}

    @property
    def key(self) -> str:
        return unit_key(self.name)

    def is_for(self, units: Iterable[str]) -> bool:
        """Whether it was approved for somebody of these units, which are given by their keys."""
        return self.unit is None or unit_key(self.unit) in set(units)

    def is_overdue(self, today: date) -> bool:
        return self.state is State.APPROVED and self.review_on is not None and self.review_on <= today


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On what a tool is approved; `data` are keys of what may go in, `learn` where people learn it."""

    owner: str
    review_on: date | None
    data: Sequence[str] = ()
    unit: str | None = None
    limits: str | None = None
    learn: str | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody told the owner of a tool."""

    id: UUID
    tool: UUID
    said_by: str
    said_at: datetime
    text: str


def data_traits(playbook: Playbook) -> list[Trait]:
    return [each for each in playbook.traits if each.kind == "data"]


def depth_field(playbook: Playbook) -> Field | None:
    """How deep a bought tool goes, as the playbook asks it of candidates."""
    return next((field for each in playbook.inquiries for field in each.fields if field.key == "depth"), None)


# --- asking and deciding ------------------------------------------------------------------------------------------


def check_asked(tool: Tool, others: Iterable[Tool]) -> Tool:
    """One entry for each name, and links that lead somewhere."""
    if tool.link and not tool.link.startswith(("https://", "http://")):
        raise Refused("A link begins with https://.", field="link")
    for each in others:
        if each.is_open and each.key == tool.key:
            what = "approved already" if each.state is State.APPROVED else "asked for already"
            raise Refused(f"“{each.name}” is {what}: `/pilot tools {each.name}` shows it.", field="name")
    return tool


def check_can_decide(tool: Tool, by: str) -> None:
    """What is decided stays decided, and nobody decides on what they asked for themselves."""
    if tool.state is not State.REQUESTED:
        raise Refused(f"“{tool.name}” was decided on already: `/pilot tools` shows how it stands.")
    if by == tool.asked_by:
        raise Refused("You asked for it yourself: somebody else of the program office decides. "
                      "Administrators choose who is in it: `/pilot people`.")  # fmt: skip


def approve(tool: Tool, terms: Terms, *, by: str, now: datetime) -> Tool:
    """For no data but what was asked for, and until a day on which somebody looks again."""
    check_can_decide(tool, by)
    if set(terms.data) - tool.data.keys():
        raise Refused("Nobody asked to put that into it: allow what was asked for, or less.", field="data")
    return replace(
        tool, state=State.APPROVED, data={key: tool.data[key] for key in terms.data}, unit=terms.unit,
        owner=terms.owner, limits=terms.limits, learn=terms.learn, decided_by=by, decided_at=now,
        review_on=check_review(terms.review_on, now.date()),
    )  # fmt: skip


def check_review(review_on: date | None, today: date) -> date:
    if review_on is None or review_on <= today:
        raise Refused("Choose a day after today on which somebody looks at it again.", field="review_on")
    if review_on > today + LONGEST:
        raise Refused("That is more than a year away: tools change faster. Choose an earlier day.", field="review_on")
    return review_on


def turn_down(
    tool: Tool, *, by: str, now: datetime, reason: str, alternative: Tool | None, instead: str | None
) -> Tool:
    """Never a bare no: what else does the work is part of the answer."""
    check_can_decide(tool, by)
    if alternative is None and not instead:
        raise Refused("Offer something: an approved tool here, or what they can do instead below.", field="alternative")
    if alternative is not None and alternative.state is not State.APPROVED:
        raise Refused(f"“{alternative.name}” is not approved (any more): choose another one.", field="alternative")
    return replace(
        tool, state=State.TURNED_DOWN, reason=reason, alternative=alternative.id if alternative else None,
        instead=instead, decided_by=by, decided_at=now,
    )  # fmt: skip


# --- afterwards ---------------------------------------------------------------------------------------------------


def check_can_keep(tool: Tool, by: str) -> None:
    if tool.state is not State.APPROVED:
        raise Refused(f"“{tool.name}” is not approved, so there is nothing to look at again: see `/pilot tools`.")
    if by == tool.asked_by:
        raise Refused("You asked for it yourself: somebody else of the program office says whether it stays.")


def keep(tool: Tool, *, by: str, now: datetime, review_on: date | None, owner: str, limits: str | None) -> Tool:
    """It was looked at again, and stays until the next day of review."""
    check_can_keep(tool, by)
    return replace(
        tool, review_on=check_review(review_on, now.date()), owner=owner, limits=limits, decided_by=by, decided_at=now
    )


def retire(tool: Tool, *, by: str, now: datetime, reason: str) -> Tool:
    """Whoever asked for it may take it out as well: it is no approval."""
    if tool.state is not State.APPROVED:
        raise Refused(f"“{tool.name}” is not approved, so it cannot be retired: see `/pilot tools`.")
    return replace(tool, state=State.RETIRED, reason=reason, decided_by=by, decided_at=now)


# --- finding ------------------------------------------------------------------------------------------------------


def matching(tools: Iterable[Tool], words: str) -> list[Tool]:
    """Those that have every one of these words in what is told of them."""
    wanted = words.casefold().split()
    return [each for each in tools if all(word in _told(each) for word in wanted)]


def _told(tool: Tool) -> str:
    return " ".join((tool.name, tool.purpose, tool.users, tool.unit or "", tool.limits or "")).casefold()


def in_order(tools: Iterable[Tool], units: Iterable[str]) -> list[Tool]:
    """Those that a person of these units may use first, by name."""
    mine = set(units)
    return sorted(tools, key=lambda each: (not each.is_for(mine), each.key))
