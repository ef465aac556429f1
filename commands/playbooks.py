"""The playbook that a program runs on: which it is, what a newer one would change, and adopting that."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from commands import people, programs
from commands.dispatch import Ack, Dispatch
from commands.gates import showing
from commands.services import Asked, Services
from program import gates, playbooks
from program.authority import may
from program.errors import Refused
from program.playbooks import Adopted
from program.posts import PlaybookAdopted, Post, Subject, VoteOpened, in_program
from program.standings import Standing
from storage import audit, items, outbox, standings
from storage import people as stored_people
from storage import playbooks as stored
from storage import programs as stored_programs
from storage.database import Session
from templates import playbooks as shown
from templates.blocks import Message, done


def register(table: Dispatch) -> None:
    table.command("playbook", show, help="The playbook this program runs on; adopt a newer one", may="playbook:see")
    table.action(shown.OPEN_ADOPT, open_form)
    table.view(shown.ADOPT, adopt)
    table.render(PlaybookAdopted, playbook_adopted)


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        program = await programs.find(session, asked)
        standing = await standings.get(session, program)
        roles = await people.check_may(session, asked, "playbook:see", program.id, playbook=standing.playbook)
        adoption = await stored.find_adoption(session, program.id)
    message = shown.runs_on(standing, services.playbook, adoption, may_adopt=may("playbook:adopt", roles))
    await ack(text=message.text, blocks=message.blocks)


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    now, new = services.clock.now(), services.playbook
    async with services.database.reading() as session:
        standing = await _standing(session, asked, asked.id)
        playbooks.check(standing, new, now)
    await asked.open(shown.adopting(standing, new, playbooks.reopens(standing, new, now)))


async def adopt(ack: Ack, asked: Asked, services: Services) -> None:
    """What was seen is what is adopted: where the bot has yet another playbook meanwhile, it is shown first."""
    now, new = services.clock.now(), services.playbook
    async with services.database.writing() as session:
        before = await _standing(session, asked, asked.about_id("program"))
        if asked.about.get("playbook") != new.digest:
            raise Refused("The bot has another playbook by now: close this, and look again with `/pilot playbook`.")
        found = playbooks.adopt(before, new, id=uuid4(), reason=asked.form.text("reason"), by=asked.person, now=now)
        await _save(session, asked, before, found, services)
        message = shown.adopted(found.program, before.playbook, new, found.adoption)
    await ack(response_action="update", view=done("Adopted", message))


async def _standing(session: Session, asked: Asked, program: UUID) -> Standing:
    standing = await standings.get(session, await stored_programs.get(session, asked.workspace, program))
    await people.check_may(session, asked, "playbook:adopt", program, playbook=standing.playbook)
    return standing


async def _save(session: Session, asked: Asked, before: Standing, found: Adopted, services: Services) -> None:
    program, adoption = found.program, found.adoption
    await stored.add(session, services.playbook)
    await stored_programs.save(session, asked.workspace, program)
    await stored.add_adoption(session, adoption)
    for item in found.items:
        await items.save(session, program.id, item)
    for role in found.ends:
        await stored_people.appoint(session, asked.workspace, program.id, role, [], by=asked.person, now=adoption.at)
    after = await standings.get(session, program)
    to = program.channel or in_program(program.id)
    await outbox.add(session, asked.workspace, Post(PlaybookAdopted(adoption.id), to, adoption.at))
    await outbox.refresh(session, asked.workspace, *_showing(before, after, adoption.at))
    await stored_programs.look_again(session, program.id, adoption.at)
    await audit.note(
        session, asked.by, did="playbook:adopt", to=f"{program.code} {services.playbook.version}", at=adoption.at,
        program=program.id,
        before={"items": [before.item(each.key) for each in found.items], "version": before.playbook.version},
        after={"adoption": adoption, "items": found.items, "ends": found.ends},
    )  # fmt: skip


def _showing(before: Standing, after: Standing, now: datetime) -> Iterable[Subject]:
    """Plan, prompt and Homes, the sign-offs that wait, and the poll that is open."""
    gate = gates.next_or_last(after)
    found = [*showing(after, gate, now), *(VoteOpened(poll.id) for poll in before.polls if poll.is_open)]
    return dict.fromkeys(found)


async def playbook_adopted(session: Session, workspace: UUID, subject: PlaybookAdopted, now: datetime) -> Message:
    adoption = await stored.get_adoption(session, subject.adoption)
    program = await stored_programs.get(session, workspace, adoption.program)
    old, new = await stored.get(session, adoption.before), await stored.get(session, adoption.after)
    return shown.adopted(program, old, new, adoption)
