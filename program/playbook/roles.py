"""Who takes part, and the sections of the checklist that they answer for."""

from dataclasses import dataclass
from typing import Literal

Duty = Literal["work", "sign", "vote", "decide"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """`approver`: the role that approves what is not done of it; empty: who decides."""

    key: str
    title: str
    source: str
    approver: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """`needed_by`: someone must hold it when this week starts; `not_together`: what its holder may not hold too.

    `delegable`: what a stand-in may do for its holder; the rest is theirs in person. `acts_as`: the roles
    of the table of authority whose rights it has; left out, those of its own key.
    """

    key: str
    title: str
    description: str
    source: str
    needed_by: int | None = None
    decides: bool = False
    reads_only: bool = False
    not_together: tuple[str, ...] = ()
    delegable: tuple[Duty, ...] = ("work", "sign", "vote")
    acts_as: tuple[str, ...] = ()

    @property
    def rights(self) -> frozenset[str]:
        return frozenset(self.acts_as or (self.key,))

    @property
    def needed_to_start(self) -> bool:
        return self.needed_by is not None and self.needed_by <= 1
