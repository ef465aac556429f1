"""What stands between the phases, and what can be voted and decided there."""

from dataclasses import dataclass, replace
from typing import Literal

from program.tiers import Tier, TierName


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What a decision must bring besides its reason, as the form asks for it."""

    key: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """What can be voted or decided. `effect` is what it asks for, or does to the program; an abstention has none.

    `recuse` takes the person out of the vote. `once`: by right once at a gate, and again only by the sponsor.
    """

    key: str
    title: str
    help: str
    needs_reason: bool
    source: str
    effect: Literal["none", "recuse", "pass", "iterate", "pause"] = "none"
    needs_condition: bool = False  # each with its owner and date
    needs_review: bool = False  # a day on which the decider is asked again
    once: bool = False
    ask: Ask | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AtTier:
    """Who signs and votes at a gate besides the others, from this tier on."""

    tier: TierName
    signers: tuple[str, ...] = ()
    voters: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()
    quorum: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """It closes at the end of its week. `options` are voted on, `decisions` are the decider's to record.

    It waits for its deliverables, its `questions`, and what else it `needs`: keys of the playbook's entries.
    `quorum`: how many of its voting roles must have voted; `vetoes`: the roles whose vote against it stands until they
    withdraw it; `hidden_counts`: what people voted shows only when the vote has closed.
    """

    key: str
    title: str
    help: str
    phase: str
    week: int
    kind: Literal["selection", "completion", "vote"]
    deliverables: tuple[str, ...]
    signers: tuple[str, ...]
    decider: str
    source: str
    voters: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()  # keys of questions of a week
    options: tuple[Option, ...] = ()
    decisions: tuple[Option, ...] = ()
    blocks_phase: str | None = None  # this phase may not begin until the gate is passed
    at_tier: tuple[AtTier, ...] = ()
    needs: tuple[str, ...] = ()
    quorum: int = 0
    vetoes: tuple[str, ...] = ()
    hidden_counts: bool = False

    @property
    def wanted(self) -> tuple[str, ...]:
        """The keys of all that must be there: deliverables, what else it needs, then answers."""
        return (*self.deliverables, *self.needs, *self.questions)

    def at(self, tier: Tier) -> "Gate":
        """As it is for a program of this tier: the one place where the matrix gate × tier × role is read."""
        more = [each for each in self.at_tier if tier.reaches(each.tier)]
        if not more:
            return self
        signers = (*self.signers, *(role for each in more for role in each.signers))
        voters = (*self.voters, *(role for each in more for role in each.voters))
        vetoes = (*self.vetoes, *(role for each in more for role in each.vetoes))
        return replace(
            self,
            signers=tuple(dict.fromkeys(signers)),
            voters=tuple(dict.fromkeys(voters)),
            vetoes=tuple(dict.fromkeys(vetoes)),
            quorum=max(self.quorum, *(each.quorum for each in more)),
        )
