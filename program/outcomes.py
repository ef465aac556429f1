"""What a closed vote allows: its quorum by role, and the vetoes that stand (framework 3, Week 10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from program.errors import Refused
from program.playbook import Gate, Option
from program.votes import Poll, Vote, is_carried

AGAINST = frozenset({"iterate", "pause"})


@dataclass(frozen=True, slots=True)
class Veto:
    """A vote against the gate that stands for one role, until that role withdraws it."""

    role: str
    user: str
    poll: UUID
    reason: str | None


def roles_heard(poll: Poll) -> frozenset[str]:
    """The roles for which somebody has voted; an abstention is an answer too."""
    return frozenset(role for vote in poll.votes for role in poll.electorate.get(vote.user, ()))


def has_quorum(poll: Poll) -> bool:
    return len(roles_heard(poll)) >= poll.quorum


def carries(poll: Poll, gate: Gate) -> bool:
    """More for it than against it, and enough roles heard."""
    return has_quorum(poll) and is_carried(poll.tally or {}, gate.options)


def check_quorum(
    quorum: int | None,
    gate: Gate,
    holders: Mapping[str, Sequence[str]],
    *,
    titles: Mapping[str, str],
    fill: Sequence[str],
) -> int:
    """Not below what the playbook wants, and no more than the roles that somebody holds; says who can fill them."""
    wanted = gate.quorum if quorum is None else quorum
    if wanted < gate.quorum:
        raise Refused(f"The playbook wants {gate.quorum} roles at this gate: not fewer.", field="quorum")
    filled = [role for role in gate.voters if holders.get(role)]
    if wanted > len(filled):
        vacant = ", ".join(titles[role] for role in gate.voters if role not in filled)
        by = " or ".join(f"<@{user}>" for user in fill)
        remedy = f"Nobody holds {vacant}: " if vacant else "Choose fewer. "
        remedy += (f"{by} fills that with `/pilot people`." if by else "`/pilot people`.") if vacant else ""
        raise Refused(
            f"Only {len(filled)} of the roles asked can vote, so {wanted} never will. {remedy.strip()}", field="quorum"
        )
    return wanted


def vetoes(polls: Sequence[Poll], gate: Gate) -> list[Veto]:
    """Those that stand, over all votes at this gate: a role's later answer takes the place of its earlier one."""
    standing: dict[str, list[Veto]] = {}
    for poll in polls:
        if poll.gate != gate.key or poll.is_open:
            continue
        for role in gate.vetoes:
            given = [vote for vote in poll.votes if role in poll.electorate.get(vote.user, ())]
            if given:
                standing[role] = [Veto(role, vote.user, poll.id, vote.reason) for vote in given if _stands(vote, gate)]
    return [veto for each in standing.values() for veto in each]


def _stands(vote: Vote, gate: Gate) -> bool:
    return vote.lifted_at is None and effect(vote.choice, gate) in AGAINST


def effect(choice: str, gate: Gate) -> str:
    return next((each.effect for each in gate.options if each.key == choice), "none")


def check_lift(
    found: Sequence[Veto], *, by: str, holders: Mapping[str, Sequence[str]], reason: str | None
) -> list[Veto]:
    """Who gave it, or who holds its role now, withdraws it, with the reason in the open."""
    own = [each for each in found if by == each.user or by in holders.get(each.role, ())]
    if not own:
        raise Refused("There is no veto here that you can withdraw: only the role that gave it does.")
    if not reason:
        raise Refused("Say what has changed: it is shown with the veto.", field="reason")
    return own


def ways(gate: Gate, *, passing: bool) -> list[Option]:
    """The decisions that can be recorded; none that opens the way where a quorum, a veto or an answer forbids it."""
    return [each for each in gate.decisions if passing or each.effect != "pass"]
