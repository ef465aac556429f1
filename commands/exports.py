"""A register as a file: asked for on its screen, handed over in person, to whoever may see it then."""

from datetime import datetime
from uuid import UUID

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from commands import items
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program.authority import may
from program.posts import ExportRefused, Post, RegisterExported, to_person
from program.registers import Register
from program.standings import Standing
from storage import audit, outbox, people, programs, standings
from storage.database import Session
from templates import exports as shown
from templates import registers
from templates.blocks import Message

FORBIDDEN = {"missing_scope", "file_uploads_disabled", "not_allowed_token_type", "restricted_action"}


def register(table: Dispatch) -> None:
    table.action(registers.EXPORT, export)
    table.step(RegisterExported, hand_over)
    table.render(ExportRefused, refused)


async def export(ack: Ack, asked: Asked, services: Services) -> None:
    """What leaves Slack as a file is on record."""
    now = services.clock.now()
    async with services.database.writing() as session:
        standing, _ = await items.find_standing(session, asked, "register:see")
        this = standing.playbook.register(asked.value.partition("/")[2])
        program = standing.program
        wanted = RegisterExported(program.id, this.key, asked.person, now.isoformat(timespec="seconds"))
        await outbox.add(session, asked.workspace, Post(wanted, to_person(asked.person), now))
        await audit.note(
            session, asked.by, did="register:export", to=f"{program.code} {this.title}", at=now, program=program.id
        )
    await ack(text=shown.begun(this))


async def hand_over(slack: AsyncWebClient, services: Services, workspace: UUID, subject: RegisterExported) -> None:
    async with services.database.reading() as session:
        standing, this = await _find(session, workspace, subject.program, subject.register)
        capacity = await people.capacity(session, workspace, subject.user, subject.program)
        if not (capacity.sees and may("register:see", standing.playbook.acting(capacity.roles))):
            return  # they lost their role a moment ago
        users = {each for row in standing.rows for each in (row.added_by, row.changed_by) if each}
        named = (registers.people_in(this, row.facts) for row in standing.register(this.key))
        users |= {user for found in named for each in found.values() for user in each}
        names = {user: person.name for user, person in (await people.list_known(session, workspace, users)).items()}
        channel = await people.find_dm(session, workspace, subject.user)
    if channel is None:
        channel = str((await slack.conversations_open(users=subject.user))["channel"]["id"])
    try:
        await slack.files_upload_v2(
            filename=shown.name(standing, this),
            title=f"{this.title}, {standing.program.code}",
            content=shown.register_rows(standing, this, names),
            channel=channel,
            initial_comment=shown.handed_over(standing, this),
        )
    except SlackApiError as error:
        if error.response.get("error", "") not in FORBIDDEN:
            raise
        async with services.database.writing() as session:
            told = ExportRefused(subject.program, subject.register, subject.turn)
            await outbox.add(session, workspace, Post(told, to_person(subject.user), services.clock.now()))


async def refused(session: Session, workspace: UUID, subject: ExportRefused, now: datetime) -> Message:
    return shown.refused(*await _find(session, workspace, subject.program, subject.register))


async def _find(session: Session, workspace: UUID, program: UUID, key: str) -> tuple[Standing, Register]:
    standing = await standings.get(session, await programs.get(session, workspace, program))
    return standing, standing.playbook.register(key)
