"""About the surveys of the staging pilot."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from program.posts.subject import Kind, Subject, Urgency


@dataclass(frozen=True, slots=True)
class SurveyAsked(Subject):
    """Somebody in the staging pilot is asked, in one message that then shows that they have answered."""

    kind: ClassVar[Kind] = Kind.SURFACE
    survey: UUID
    user: str


@dataclass(frozen=True, slots=True)
class SurveyNudge(Subject):
    """The one reminder, for whoever has not answered."""

    urgency: ClassVar[int] = Urgency.BULK
    lives: ClassVar[timedelta | None] = timedelta(hours=24)
    survey: UUID
    user: str


@dataclass(frozen=True, slots=True)
class SurveyClosed(Subject):
    """The results of a round, for the program."""

    survey: UUID
