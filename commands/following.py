"""What a change of people brings with it: seats in open votes, signatures that wait, invitations, who is told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from commands.polls import reseat
from commands.sign_offs import hand_over
from program import surfaces
from program.audit import Actor
from program.posts import Home, PeopleInvited, Plan, Post, RoleGiven, in_channel, to_person
from program.programs import Program
from program.standings import Standing
from storage import outbox, standings
from storage import programs as stored_programs
from storage.database import Session


async def follow(
    session: Session,
    by: Actor,
    program: Program,
    *,
    came: Sequence[str],
    went: Sequence[str],
    now: datetime,
) -> Standing:
    """What a change of people brings with it: invitations, whoever is told, the plan, and signatures that wait."""
    workspace, program = by.workspace, replace(program, people_round=program.people_round + 1)
    await stored_programs.save(session, workspace, program)
    standing = await standings.get(session, program)
    await reseat(session, workspace, standing, now)
    await hand_over(session, standing, by, now)
    if came:
        step = Post(PeopleInvited(program.id, program.people_round), in_channel(f"step:{program.id}"), now)
        told = [Post(RoleGiven(program.id, user, program.people_round), to_person(user), now) for user in came]
        await outbox.add(session, workspace, step, *told)
    touched = {*came, *went, *standing.acting.get("program-manager", ())}
    shown_in = [Plan(program.id), *surfaces.of_prompt(standing, now), *surfaces.of_evidence(standing)]
    await outbox.refresh(session, workspace, *shown_in, *(Home(user) for user in sorted(touched)))
    return standing
