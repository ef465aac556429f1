"""What the processes do that are killed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from bot.sender import Sender
from bot.slack import Slack
from commands import signing, starting, table, votes
from commands.dispatch import Dispatch
from commands.services import Asked, Form, Services
from program.posts import AgreementGiven
from storage.database import Session
from templates.blocks import Message, section
from tests.reliability.killing import World


def saying() -> Dispatch:
    """A table with one thing to say."""

    async def render(session: Session, workspace: UUID, subject: AgreementGiven, now: datetime) -> Message:
        return Message(subject.key, [section(subject.key)])

    made = Dispatch()
    made.render(AgreementGiven, render)
    return made


async def deliver(world: World, services: Services, slack: Slack) -> None:
    await Sender(services, slack, saying(), name="doomed").deliver_one()


async def deliver_steps(world: World, services: Services, slack: Slack) -> None:
    """A program's first steps, as far as they go at once."""
    sender = Sender(services, slack, table.build(), name="doomed")
    while await sender.deliver_one():
        pass


async def vote(world: World, services: Services, slack: Slack) -> None:
    await votes.cast(world.ack, _asked(world, slack), services)


async def close(world: World, services: Services, slack: Slack) -> None:
    await votes.close_due(services)


async def sign(world: World, services: Services, slack: Slack) -> None:
    await signing.sign(world.ack, _asked(world, slack), services)


async def start(world: World, services: Services, slack: Slack) -> None:
    await starting.start(world.ack, _asked(world, slack), services)


def _asked(world: World, slack: Slack) -> Asked:
    about = world.about
    answers = {name: {"_": _answered(value)} for name, value in about.get("form", {}).items()}
    return Asked(
        workspace=about["workspace"],
        person=about["person"],
        slack=slack.answering,
        where="test",
        value=about.get("value", ""),
        about=about.get("carries", {}),
        form=Form(answers),
    )


def _answered(value: Any) -> dict[str, Any]:
    """A choice by its value alone; of any other kind of input, what Slack sends for it."""
    return value if isinstance(value, dict) else {"selected_option": {"value": value}}
