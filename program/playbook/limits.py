"""When the bot speaks, and the numbers of the rules: what a company may set otherwise."""

from dataclasses import dataclass
from datetime import time
from typing import Literal

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """When the bot speaks by itself; times are local to the program."""

    prompt_day: Weekday
    prompt_time: time
    reminder_days: tuple[int, ...]  # before a gate
    overdue_every_days: int
    digest_day: Weekday
    digest_time: time
    poll_days: int
    iterate_weeks: int
    program_weeks: int
    round_days: tuple[int, ...] = (7, 2)  # before a selection round closes
    live_review_days: tuple[int, ...] = (30, 90, 180)  # after the last gate

    @property
    def prompt_weekday(self) -> int:
        """Monday is 0, as in `date.weekday()`."""
        return WEEKDAYS.index(self.prompt_day)

    @property
    def digest_weekday(self) -> int:
        """Monday is 0, as in `date.weekday()`."""
        return WEEKDAYS.index(self.digest_day)


MATERIAL = ("deliverables", "risks", "kpis", "tier")  # what signatures rest on, where a playbook does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Numbers of the rules that a company may set otherwise.

    `launch_share`: percent of the traffic; a limited launch that begins with more wants a reason (framework 3, Week 11,
    activity 1). `pilot_week`: in which real users first work with it (framework 3, Week 9). `ready_from`: the score of
    100 that counts as most (framework 6, last sentence). `weakest_cap`: by how many points the whole may be above its
    weakest section. `waiver_days`: how long a waiver may last.
    `stand_in_days`: the longest that somebody stands in for the holder of a role. `survey_least`: fewer answers are not
    shown; `survey_days`: how long a survey is open; `survey_reminder_days`: before its end.
    `grace_days`: once launched, how long what was missed may be late before the decider is asked.
    `sprint_from`: the score of 100 from which on an assessed pilot may be recommended for a sprint (framework 9).
    `material`: a change in which of these makes a signature stale (framework 6): kinds of `MATERIAL`, or what the rows
    of a register say in one of its fields, as `components.choice`.
    """

    launch_share: int = 20
    pilot_week: int = 9
    ready_from: int = 80
    weakest_cap: int = 20
    waiver_days: int = 90
    stand_in_days: int = 28
    survey_least: int = 5
    survey_days: int = 7
    survey_reminder_days: int = 2
    grace_days: int = 5
    sprint_from: int = 60
    material: tuple[str, ...] = MATERIAL


LIMITS = Limits()
