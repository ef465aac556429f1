"""About what is live: who has it, its reviews, changes of what runs, and the cycle that follows."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from program.posts.subject import Subject, Urgency


@dataclass(frozen=True, slots=True)
class ShareChanged(Subject):
    """After the launch, another group has it, or another share of the traffic, and why; for the channel."""

    urgency: ClassVar[int] = Urgency.NOW
    program: UUID
    share: UUID
