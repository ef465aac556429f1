"""The risk tier of a running program: seen with its reasons; when its facts change, what is asked follows."""

from dataclasses import asdict, replace
from datetime import datetime
from json import dumps, loads
from uuid import UUID, uuid4

from commands import items
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program import inquiries, retiering, surfaces
from program.authority import may
from program.playbook import Playbook
from program.posts import Plan, Post, TierChanged, in_program
from program.programs import check_unfinished
from program.tiers import Profile
from storage import audit, outbox, playbooks, programs
from storage.database import Session
from templates import tiers as shown
from templates.blocks import Message


def register(table: Dispatch) -> None:
    table.command("tier", show, help="The risk tier, why, and its facts", may="program:see")
    table.action(shown.SHOW, show)
    table.action(shown.OPEN_CHANGE, open_form)
    table.view(shown.CHANGE, change)
    table.render(TierChanged, tier_changed)


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, roles = await items.find_standing(session, asked, "program:see")
    message = shown.tier(standing.program, standing.playbook, may_change=may("program:tier", roles))
    await ack(text=message.text, blocks=message.blocks)


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "program:tier")
    check_unfinished(standing.program)
    await items.present(asked, shown.form(standing.program, standing.playbook))


async def change(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.writing() as session:
        standing, _ = await items.find_standing(session, asked, "program:tier")
        program = standing.program
        check_unfinished(program)
        whole = await playbooks.get(session, program.playbook)
        given = asked.form.facts(inquiries.risk_fields(whole))
        after = inquiries.profile_of(given)
        retiering.check(program.profile, after, whole)
        changed = replace(program, profile=after)
        await programs.save(session, asked.workspace, changed)
        to = program.channel or in_program(program.id)
        subject = TierChanged(program.id, uuid4(), _told(program.profile), _told(after))
        await outbox.add(session, asked.workspace, Post(subject, to, now))
        fresh = replace(standing, program=changed)
        await outbox.refresh(session, asked.workspace, Plan(program.id), *surfaces.of_evidence(fresh))
        await programs.look_again(session, program.id, now)
        await audit.note(
            session, asked.by, did="program:tier", to=program.code, at=now, program=program.id,
            before=program.profile, after=after,
        )  # fmt: skip
    what = retiering.what_changes(whole, program.profile, after)
    await ack(response_action="update", view=shown.done(shown.changed(changed, what, whole)))


def _told(profile: Profile) -> str:
    return dumps(asdict(profile))


def _read(told: str) -> Profile:
    plain = loads(told)
    return Profile(tuple(plain["traits"]), plain["pattern"], plain["approach"])


async def tier_changed(session: Session, workspace: UUID, subject: TierChanged, now: datetime) -> Message:
    program = await programs.get(session, workspace, subject.program)
    whole: Playbook = await playbooks.get(session, program.playbook)
    what = retiering.what_changes(whole, _read(subject.before), _read(subject.after))
    return shown.changed(program, what, whole)
