"""The people of the staging pilot: who takes part, in which group, and why that many (framework 3, Week 9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from program import surveys
from program.errors import Refused
from program.facts import Facts
from program.people import Person
from program.playbook import Playbook
from program.questionnaires import Questionnaire
from program.standings import Standing


@dataclass(frozen=True, slots=True)
class Pilot:
    """`people` by the key of their questionnaire; `stopped`: those who do not want to be asked any more."""

    program: UUID
    people: Mapping[str, Sequence[str]] = field(default_factory=dict)
    why: str | None = None
    stopped: Sequence[str] = ()
    changed_by: str | None = None
    changed_at: datetime | None = None

    def asked(self, key: str) -> list[str]:
        """Those of a group who are asked in a round that begins now."""
        return [user for user in self.people.get(key, ()) if user not in self.stopped]


def check(people: Mapping[str, Sequence[str]], why: str | None, playbook: Playbook) -> None:
    """10 to 30 users, other numbers with a reason; nobody in two groups (framework 3, Week 9, introduction)."""
    taken: dict[str, Questionnaire] = {}
    for form in playbook.questionnaires:
        for user in people.get(form.key, ()):
            if user in taken:
                also = taken[user].many
                raise Refused(f"One of them is among the {also} already: choose one of the two.", field=form.key)
            taken[user] = form
    other = _unusual(people, playbook)
    if other and not why:
        count = len(people.get(other.key, ()))
        expected = f"{other.least} to {other.most} {other.many}"
        raise Refused(f"{expected} are expected, and you chose {count}: say why, and it is fine.", field="why")


def _unusual(people: Mapping[str, Sequence[str]], playbook: Playbook) -> Questionnaire | None:
    forms = playbook.questionnaires
    return next((each for each in forms if not each.least <= len(people.get(each.key, ())) <= each.most), None)


def check_can_take_part(person: Person, *, key: str) -> None:
    """A guest may: contractors work with it, too."""
    if person.is_bot:
        raise Refused("A bot cannot take part: choose people.", field=key)
    if not person.is_active:
        raise Refused("One of these accounts is deactivated: choose people who are still here.", field=key)


# --- proofs -------------------------------------------------------------------------------------------------------


def enrolled(standing: Standing, given: Facts) -> list[str]:
    """Somebody uses it, and is known by name to who leads the pilot (framework 3, Week 9, activity 1)."""
    forms = standing.playbook.questionnaires
    return [] if not forms or standing.enrolled else ["the people who take part: `/pilot survey`"]


def surveyed(standing: Standing, given: Facts) -> list[str]:
    """Its people were asked, and enough of them answered (framework 3, Week 9, activity 2)."""
    if not standing.playbook.questionnaires:
        return []
    last = surveys.latest(standing.surveys)
    if last is None:
        return ["a survey that is closed: `/pilot survey`"]
    least = standing.playbook.limits.survey_least
    return (
        []
        if any(each.answered >= least for each in last.results)
        else [f"a survey with at least {least} answers from one group: `/pilot survey`"]
    )
