"""Hand-over: what was in former holders' hands passes to whoever holds the role now, in the same transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from program import hand_overs as rules
from program import surfaces
from program.audit import Actor
from program.conditions import Step, StepKind
from program.posts import ActionGiven, BlockerRaised, Home, RiskRaised
from program.standings import Standing
from storage import actions, audit, blockers, conditions, items, kpis, outbox, people, risks
from storage.database import Session


async def take_over(
    session: Session, by: Actor, standing: Standing, role: str, *, came: Sequence[str], now: datetime
) -> rules.HandOver | None:
    """`standing` is after the change of people; returns what was taken over."""
    former = await people.list_former_holders(session, standing.program.id, role)
    found = rules.hand_over(standing, role, former, came=came, now=now)
    if not found:
        return None
    for item in found.items:
        await items.save(session, standing.program.id, item)
    for blocker in found.blockers:
        await blockers.save(session, blocker)
    for risk in found.risks:
        await risks.save(session, risk)
    for action in found.actions:
        await actions.save(session, action)
    await kpis.save(session, standing.program.id, *found.readings)
    for one in found.conditions:
        handed = Step(
            uuid4(), standing.program.id, one.source, one.number, StepKind.HANDED, found.to, None, by.user, now
        )
        await conditions.add(session, handed)
    given = {each.id for each in found.actions}
    shown_in = [
        *(BlockerRaised(each.id) for each in found.blockers),
        *(RiskRaised(each.id) for each in found.risks),
        *(ActionGiven(each.id, each.owner, each.hands) for each in standing.actions if each.id in given),
        *surfaces.of_prompt(standing, now),
        *surfaces.of_evidence(standing),
        Home(found.to),
    ]
    await outbox.refresh(session, by.workspace, *shown_in)
    program, before = standing.program, standing
    await audit.note(
        session, by, did="people:hand-over", to=f"{program.code} {before.playbook.role(role).title}", at=now,
        program=program.id, before=_whose(before, found), after={"to": found.to},
    )  # fmt: skip
    return found


def _whose(standing: Standing, found: rules.HandOver) -> dict[str, str | None]:
    """Everything that passed on, with whose it was."""
    was: dict[UUID, str | None] = {each.id: each.holder for each in standing.blockers}
    was |= {each.id: each.owner for each in standing.risks}
    was |= {each.id: each.owner for each in standing.actions}
    was |= {each.id: each.reader for each in standing.kpis}
    things = {each.key: standing.item(each.key).owner for each in found.items}
    things |= {each.code: was[each.id] for each in found.blockers}
    things |= {each.text: each.owner for each in found.conditions}
    things |= {each.code: was[each.id] for each in found.actions}
    things |= {each.code: was[each.id] for each in found.readings}
    return things | {each.code: was[each.id] for each in found.risks}
