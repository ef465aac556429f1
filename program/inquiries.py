"""What a candidate's estimate rests on, asked of the right person; "unknown" is an answer (framework 3, Phase 0)."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from program import facts, tiers
from program.errors import Refused
from program.facts import Choice, Facts, Field, number, several
from program.intake import NUMBERS, Inquiry
from program.playbook import Playbook
from program.tiers import Approach, Profile, Trait

APPROACHES: tuple[tuple[Approach, str], ...] = (
    ("retrieval", "Finding and summing up what is written"),
    ("predictive", "Predicting or sorting from past cases"),
    ("both", "Both of them"),
    ("other", "Something else"),
)


@dataclass(frozen=True, slots=True)
class Reply:
    """One form of one candidate: whom it was asked of, and what was answered; the rest `unknown_by` will find out."""

    inquiry: str
    title: str = ""  # what the form was called when it was asked or answered
    asked_of: str | None = None
    asked_by: str | None = None
    asked_at: datetime | None = None
    facts: Facts = field(default_factory=dict)
    answered_by: str | None = None
    answered_at: datetime | None = None
    unknown_by: str | None = None
    unknown_on: date | None = None

    @property
    def owed_by(self) -> str | None:
        """Who still has to say something, if anybody has."""
        return self.unknown_by if self.answered_at else self.asked_of


def find(playbook: Playbook, key: str) -> Inquiry:
    for each in playbook.inquiries:
        if each.key == key:
            return each
    raise Refused("The playbook does not ask this any more. `/pilot candidates` shows what it does.")


def fields_of(inquiry: Inquiry, playbook: Playbook) -> tuple[Field, ...]:
    """The questions of a form; those that set the risk tier come from the playbook's traits and patterns."""
    return (*inquiry.fields, *risk_fields(playbook)) if inquiry.asks_risk else inquiry.fields


def risk_fields(playbook: Playbook) -> tuple[Field, ...]:
    """What sets the tier, and the branch of the plan."""
    data = [each for each in playbook.traits if each.kind == "data"]
    people = [each for each in playbook.traits if each.kind == "people"]
    patterns = tuple(Choice(key=each.key, title=each.title, help=each.help) for each in playbook.patterns)
    asked = [
        _traits("traits-data", "Which of these does it use?", data),
        _traits("traits-people", "Which of these are true?", people),
        Field(key="pattern", title="How do people and the AI share the work?", kind="choice", choices=patterns),
        Field(
            key="approach",
            title="What does the solution build on?",
            kind="choice",
            optional=True,
            choices=tuple(Choice(key=key, title=title) for key, title in APPROACHES),
        ),
    ]
    return tuple(each for each in asked if each.choices)


def _traits(key: str, title: str, traits: Sequence[Trait]) -> Field:
    choices = tuple(Choice(key=each.key, title=each.title, help=each.help) for each in traits)
    help = "Tick none where none is true."
    return Field(key=key, title=title, kind="choices", help=help, optional=True, choices=choices)


def profile_of(given: Facts) -> Profile:
    """The facts of a use case by which its tier is told."""
    approach: Approach = next((key for key, _ in APPROACHES if key == given.get("approach")), "")
    traits = (*several(given, "traits-data"), *several(given, "traits-people"))
    return Profile(traits, given.get("pattern"), approach)


def as_facts(profile: Profile, playbook: Playbook) -> dict[str, object]:
    """A profile as the answers to the form."""
    kinds = {each.key: each.kind for each in playbook.traits}
    return {
        "traits-data": [key for key in profile.traits if kinds.get(key) == "data"],
        "traits-people": [key for key in profile.traits if kinds.get(key) == "people"],
        "pattern": profile.pattern,
        "approach": profile.approach or None,
    }


def check_profile(profile: Profile, playbook: Playbook) -> None:
    """The AI alone is refused above a low tier (framework 3, Week 3, activity 2.3)."""
    try:
        tiers.check(profile, playbook.traits, playbook.patterns)
    except Refused as refused:
        raise Refused(str(refused), field="traits-data" if refused.field == "traits" else refused.field) from None


def ask(reply: Reply | None, inquiry: Inquiry, *, of: str, by: str, now: datetime) -> Reply:
    """Put the form to somebody; what was answered before stays."""
    before = replace(reply or Reply(inquiry.key), title=inquiry.title)
    if before.owed_by == of:
        raise Refused("This person has been asked already. Choose somebody else, or answer it yourself.", field="of")
    if before.answered_at:
        return replace(before, unknown_by=of)
    return replace(before, asked_of=of, asked_by=by, asked_at=now)


def answer(
    reply: Reply | None,
    inquiry: Inquiry,
    given: Facts,
    playbook: Playbook,
    *,
    by: str,
    now: datetime,
    unknown_by: str | None,
    unknown_on: date | None,
) -> Reply:
    """What is known is stored; what is not needs a person and a day."""
    asked = fields_of(inquiry, playbook)
    open_ones = [each for each in asked if not each.optional and given.get(each.key) in {None, ""}]
    if open_ones and unknown_by is None:
        raise Refused("Write it here, or name below who will find out and by when.", field=open_ones[0].key)
    if not open_ones and unknown_by is None:
        _check_together({each.key for each in asked}, given)
    _check_by_when(unknown_by, unknown_on, today=now.date())
    known = facts.check([replace(each, optional=True) for each in asked], given)
    for key in (each.key for each in asked if each.kind == "number" and known.get(each.key, 0) < 0):
        raise Refused("This must be 0 or more.", field=key)
    if inquiry.asks_risk:
        check_profile(profile_of(known), playbook)
    before = reply or Reply(inquiry.key)
    return replace(
        before,
        title=inquiry.title,
        facts=known,
        answered_by=by,
        answered_at=now,
        unknown_by=unknown_by,
        unknown_on=unknown_on,
    )


def _check_together(asked: Set[str], given: Facts) -> None:
    """What makes sense only with another answer of the same form."""
    given_numbers = [key for key in NUMBERS if number(given, key) is not None]
    if asked >= set(NUMBERS) and not given_numbers:
        raise Refused("Give at least one number for a year, or name below who will find out.", field=NUMBERS[0])
    if number(given, "hours") is not None and number(given, "rate") is None and "rate" in asked:
        raise Refused("What does such an hour cost? Without it the hours count for nothing.", field="rate")
    if given.get("make") in {"buy", "partner"} and not given.get("depth") and "depth" in asked:
        raise Refused("How deep does the vendor's part go into your systems? Choose one.", field="depth")


def _check_by_when(who: str | None, day: date | None, *, today: date) -> None:
    if who is not None and day is None:
        raise Refused("By when will they have found out? Choose a date.", field="unknown_on")
    if day is not None and who is None:
        raise Refused("Who will find out by that date? Choose a person.", field="unknown_by")
    if day is not None and day < today:
        raise Refused("This date has passed: choose today or a later day.", field="unknown_on")


def gaps(inquiry: Inquiry, reply: Reply | None, playbook: Playbook) -> list[str]:
    """The titles of what nobody has answered yet."""
    return facts.lacking(fields_of(inquiry, playbook), reply.facts if reply else {})


def knows_risk(playbook: Playbook, replies: Iterable[Reply]) -> bool:
    """Whether somebody has answered what the tier is told by."""
    asking = {each.key for each in playbook.inquiries if each.asks_risk}
    return any(each.inquiry in asking and each.answered_at for each in replies)


def owed(replies: Iterable[Reply], user: str) -> list[Reply]:
    return [each for each in replies if each.owed_by == user]
