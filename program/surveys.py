"""Surveys of a staging pilot: rounds of questions to its users and managers, counted, never by name.

(framework 3, Week 9, activity 2, and Week 10, question 2)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from statistics import median, quantiles
from typing import Any
from uuid import UUID

from program.errors import Refused
from program.facts import Facts
from program.playbook import Cadence, Limits, Playbook
from program.programs import Program
from program.questionnaires import Questionnaire

A_DAY = timedelta(days=1)
LONGEST = timedelta(days=30)
SAVED = "time-saved"  # the measure that follows from two questions
MOST_COMMENTS = 30


@dataclass(frozen=True, slots=True)
class Measure:
    """How many answered, the middle answer, and between which two the middle half lies."""

    n: int
    median: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Group:
    """What one group said. Too few answers to stay unknown: no measures, no comments."""

    key: str
    asked: int
    answered: int
    measures: Mapping[str, Measure] = field(default_factory=dict)
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """One round. While it is open, answers have a name so that they can be changed; closed, only `results` are left."""

    id: UUID
    program: UUID
    number: int
    closes_on: date
    opened_by: str
    opened_at: datetime
    closed_by: str | None = None
    closed_at: datetime | None = None
    results: tuple[Group, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def group(self, key: str) -> Group | None:
        return next((each for each in self.results if each.key == key), None)


@dataclass(frozen=True, slots=True)
class Answer:
    """Who is asked in an open round, and what they said; no facts: nothing yet."""

    id: UUID
    survey: UUID
    group: str
    user: str
    facts: Facts | None = None


# --- a round ------------------------------------------------------------------------------------------------------


def check(closes_on: date, *, open_round: Survey | None, asked: int, today: date) -> None:
    """One round at a time, with somebody to ask, and days to answer in (framework 3, Week 9, activity 2)."""
    if open_round:
        raise Refused(f"Round {open_round.number} is open until {open_round.closes_on:%-d %B %Y}: close it first.")
    if not asked:
        raise Refused("Nobody takes part yet: enrol the pilot's people first, with `/pilot survey`.")
    if closes_on <= today:
        raise Refused("People need time to answer: choose a day after today.", field="closes_on")
    if closes_on > today + LONGEST:
        raise Refused("That is more than a month away: choose a day within four weeks.", field="closes_on")


def closes_at(survey: Survey, program: Program, cadence: Cadence) -> datetime:
    """The morning after its last day, when the results are read."""
    return program.at(survey.closes_on + A_DAY, cadence.prompt_time)


def reminds_at(survey: Survey, program: Program, cadence: Cadence, limits: Limits) -> datetime:
    return program.at(survey.closes_on - A_DAY * limits.survey_reminder_days, cadence.prompt_time)


def next_due(survey: Survey, program: Program, cadence: Cadence, limits: Limits, now: datetime) -> datetime | None:
    """The one reminder, then the closing."""
    if not survey.is_open:
        return None
    moments = reminds_at(survey, program, cadence, limits), closes_at(survey, program, cadence)
    return next((each for each in moments if each > now), moments[-1])


def check_answers(survey: Survey, answer: Answer | None) -> Answer:
    """Only who is asked answers, and only until it closes."""
    if not survey.is_open:
        raise Refused("This round is closed: your answers count, and your name is no longer with them.")
    if answer is None:
        raise Refused("You are not asked in this round. Ask the program manager if you take part in the pilot.")
    return answer


def closed(survey: Survey, answers: Sequence[Answer], playbook: Playbook, *, by: str, now: datetime) -> Survey:
    """With what was said, and nothing else: the answers themselves are thrown away with their names."""
    if not survey.is_open:
        raise Refused("This round is closed already.")
    results = tuple(
        summed(each, [one for one in answers if one.group == each.key], playbook.limits.survey_least)
        for each in playbook.questionnaires
    )
    return replace(survey, closed_by=by, closed_at=now, results=results)


# --- what was said ------------------------------------------------------------------------------------------------


def summed(form: Questionnaire, answers: Sequence[Answer], least: int) -> Group:
    """Counts and spread, where enough answered that nobody can be told from it, question by question."""
    given = [each.facts for each in answers if each.facts is not None]
    if len(given) < least:
        return Group(form.key, len(answers), len(given))
    found = {each.key: _numbers(given, each.key) for each in form.measured()}
    if form.without and form.with_ai:
        found[SAVED] = _saved(given, form.without, form.with_ai)
    measures = {key: measure(values) for key, values in found.items() if len(values) >= least}
    said = [[str(facts[each.key]) for facts in given if facts.get(each.key)] for each in form.comments]
    comments = sorted(text for texts in said for text in texts)  # by the alphabet: not in the order they came in
    return Group(form.key, len(answers), len(given), measures, tuple(comments[:MOST_COMMENTS]))


def measure(values: Sequence[float]) -> Measure:
    if len(values) == 1:
        return Measure(1, values[0], values[0], values[0])
    low, _, high = quantiles(values, method="inclusive")
    return Measure(len(values), median(values), low, high)


def _numbers(given: Sequence[Facts], key: str) -> list[float]:
    return [float(facts[key]) for facts in given if facts.get(key) is not None]


def _saved(given: Sequence[Facts], without: str, with_ai: str) -> list[float]:
    both = [facts for facts in given if facts.get(without) is not None and facts.get(with_ai) is not None]
    return [float(facts[without]) - float(facts[with_ai]) for facts in both]


def shown_together(groups: Sequence[Group], key: str, least: int) -> bool:
    """Whether a figure over all groups may stand beside those of each: not where the difference gives few away."""
    hidden = sum(each.answered for each in groups if key not in each.measures)
    return hidden == 0 or hidden >= least


def latest(surveys: Sequence[Survey]) -> Survey | None:
    """The last round that is closed."""
    return next((each for each in reversed(surveys) if not each.is_open), None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a group finds of it; `acceptable` is `None` where too few answered to say."""

    form: Questionnaire
    group: Group
    acceptable: bool | None
    below: tuple[str, ...] = ()  # the questions whose median is under the bar


def acceptable(results: Sequence[Group], playbook: Playbook) -> list[Verdict]:
    """Whether users and managers accept the workflow, by the playbook's bars (framework 3, Week 10, question 2)."""
    by_key = {each.key: each for each in results}
    return [_verdict(form, by_key[form.key]) for form in playbook.questionnaires if form.key in by_key]


def _verdict(form: Questionnaire, group: Group) -> Verdict:
    judged = [each for each in form.bars if each.question in group.measures]
    if not judged:
        return Verdict(form, group, None)
    below = tuple(each.question for each in judged if group.measures[each.question].median < each.at_least)
    return Verdict(form, group, not below, below)


def distrust(results: Sequence[Group], playbook: Playbook) -> list[Questionnaire]:
    """The groups that do not trust it (framework 1.1, symptoms of change management)."""
    by_key = {each.key: each for each in results}
    found = []
    for form in playbook.questionnaires:
        group = by_key.get(form.key)
        trust = group.measures.get(form.trust) if group and form.trust else None
        if trust and trust.median < form.trust_below:
            found.append(form)
    return found


def said(surveys: Sequence[Survey], playbook: Playbook) -> list[tuple[str, str | None]]:
    """Each group and what it says in words, from the last closed round; `None`: too few answers to say."""
    last = latest(surveys)
    return [(each.form.title, _words(each)) for each in acceptable(last.results, playbook)] if last else []


def _words(verdict: Verdict) -> str | None:
    if verdict.acceptable is None:
        return None
    titles = {each.key: each.title.rstrip("?").lower() for each in verdict.form.fields}
    under = ", ".join(titles.get(each, "time saved") for each in verdict.below)
    view = "they accept it" if verdict.acceptable else f"below what was wanted: {under}"
    return f"{view} ({verdict.group.answered} of {verdict.group.asked} answered)"


# --- as JSON ------------------------------------------------------------------------------------------------------


def as_json(results: Sequence[Group]) -> dict[str, Any]:
    return {
        each.key: {
            "asked": each.asked,
            "answered": each.answered,
            "measures": {key: [one.n, one.median, one.low, one.high] for key, one in each.measures.items()},
            "comments": list(each.comments),
        }
        for each in results
    }


def from_json(stored: Mapping[str, Any]) -> tuple[Group, ...]:
    return tuple(
        Group(
            key, each["asked"], each["answered"], {name: Measure(*one) for name, one in each["measures"].items()},
            tuple(each["comments"]),
        )
        for key, each in stored.items()
    )  # fmt: skip
