"""One row of the outbox on its way to Slack, and what becomes of it."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import looking, outcomes, pace
from bot.outcomes import Failure, Fate
from commands.dispatch import Dispatch, NotYet
from commands.services import Services
from program.errors import Refused
from program.posts import Kind
from storage import deliveries, outbox, paces, people
from storage.database import Session
from storage.deliveries import Row
from storage.undelivered import OVERTAKEN
from templates.blocks import Message, View
from templates.reposts import posted_again

log = structlog.get_logger(__name__)

LEAVES_WITHIN = 30.0  # seconds from its claim; far below the lease, so that a sender that was frozen sends nothing
QUARANTINE = 60.0  # seconds after which a request whose answer was lost has either taken effect or never will
MOST_ATTEMPTS = 12
MOST_WAITS = 100  # claims of a step that still waits for another one
LONGEST_BACK_OFF = 15 * 60.0
MOST_PATIENT = 5  # doublings of the wait where the way to Slack is at fault: half a minute, and it is tried again


class Unspeakable(Exception):
    """A row that cannot be put into words, or a step that breaks; the message names the error."""


@dataclass(frozen=True, slots=True)
class Words:
    shown: Message | View
    parent: tuple[str, str] | None  # the channel and `ts` of the message that it answers


class Delivery:
    """One row on its way; every outcome is stored, or the lease runs out and another one takes it up."""

    def __init__(self, services: Services, slack: AsyncWebClient, table: Dispatch, row: Row, deadline: float) -> None:
        self.services, self.slack, self.table, self.row, self.deadline = services, slack, table, row, deadline
        self.paced = pace.Paced(slack, self._turn)

    async def deliver(self) -> None:
        row = self.row
        try:
            if row.attempts > MOST_ATTEMPTS:
                await self._give_up("it was begun too often, and never finished")
            elif row.last_sent_at is not None:
                await self._look(row.last_sent_at)
            elif row.expires_at and row.slack_ts is None and self.services.clock.now() > row.expires_at:
                await self._write(deliveries.skipped, error="its time had passed before it could be sent")
            elif row.kind is Kind.STEP:
                await self._perform()
            else:
                await self._send()
        except NotYet:
            await self._wait_for_another()
        except Refused as refused:  # what it is about is not there any more
            await self._give_up(str(refused))
        except Unspeakable as error:
            await self._back_off(str(error))
        except (TimeoutError, aiohttp.ClientError, SlackApiError) as error:
            await self._troubled(error)

    # --- what is sent ---------------------------------------------------------------------------------------------

    async def _perform(self) -> None:
        row = self.row
        try:
            await self.table.steps[type(row.subject)](self.paced, self.services, row.workspace, row.subject)
        except (NotYet, Refused, TimeoutError, aiohttp.ClientError, SlackApiError):
            raise
        except Exception as error:
            log.exception("a step broke", key=row.key)
            raise Unspeakable(type(error).__name__) from error
        await self._posted(None, None)

    async def _send(self) -> None:
        words = await self._words()
        if words is None:
            await self._write(deliveries.skipped, error=OVERTAKEN)
        elif isinstance(words.shown, Message):
            message = posted_again(words.shown) if self.row.reposted else words.shown
            await (self._update(message) if self.row.slack_ts else self._post(message, words.parent))
        else:
            self._check_in_time()
            await self.slack.views_publish(user_id=self.row.goes_to.removeprefix("home:"), view=words.shown)
            await self._posted(None, None)

    async def _words(self) -> Words | None:
        row = self.row
        try:
            async with self.services.database.reading() as session:
                render = self.table.renders[type(row.subject)]
                shown = await render(session, row.workspace, row.subject, self.services.clock.now())
                parent = await self._parent(session)
        except (NotYet, Refused):
            raise
        except Exception as error:
            log.exception("a row could not be put into words", key=row.key)
            raise Unspeakable(type(error).__name__) from error
        return Words(shown, parent) if shown is not None else None

    async def _parent(self, session: Session) -> tuple[str, str] | None:
        """The channel and `ts` of the message that this one answers; `None` where there is none, or never will be."""
        row = self.row
        if row.thread_of is None:
            return None
        found = await outbox.find_message(session, row.workspace, row.thread_of)
        if found is None and not await _is_over(session, row.workspace, row.thread_of):
            raise NotYet
        return found

    async def _post(self, message: Message, parent: tuple[str, str] | None) -> None:
        channel, clock = await self._channel(), self.services.clock
        if not await self._write(deliveries.sending_now, wall=clock.wall(), now=clock.now()):
            return
        self._check_in_time()
        thread = parent[1] if parent and parent[0] == channel else None  # a thread stays where it began
        answer = await self.slack.chat_postMessage(
            channel=channel,
            text=message.text,
            blocks=message.blocks,
            metadata=self._metadata,
            thread_ts=thread,
            reply_broadcast=(thread is not None and self.row.subject.broadcast) or None,
            unfurl_links=False,
            unfurl_media=False,
        )
        await self._posted(answer["channel"], answer["ts"])

    async def _update(self, message: Message) -> None:
        row = self.row
        self._check_in_time()
        await self.slack.chat_update(
            channel=str(row.slack_channel),
            ts=str(row.slack_ts),
            text=message.text,
            blocks=message.blocks,
            metadata=self._metadata,
        )
        await self._posted(row.slack_channel, row.slack_ts)

    @property
    def _metadata(self) -> dict[str, Any]:
        return {"event_type": "pilot_post", "event_payload": {"key": self.row.key}}

    async def _channel(self) -> str:
        """Where it goes: a channel as it is; a person's direct messages are opened once and remembered."""
        row = self.row
        if not row.goes_to.startswith("@"):
            return row.goes_to
        user = row.goes_to[1:]
        async with self.services.database.reading() as session:
            known = await people.find_dm(session, row.workspace, user)
        if known:
            return known
        opened = await self.paced.conversations_open(users=user)
        channel = str(opened["channel"]["id"])
        async with self.services.database.writing() as session:
            await people.save_dm(session, row.workspace, user, channel)
        return channel

    def _check_in_time(self) -> None:
        if self.services.clock.monotonic() > self.deadline:
            raise NotYet

    async def _turn(self, method: str) -> None:
        """Wait until all replicas together may call this again."""
        clock = self.services.clock
        while True:
            async with self.services.database.writing() as session:
                wait = await paces.take(session, self.row.workspace, method, pace.of(method), wall=clock.wall())
            if clock.monotonic() + wait > self.deadline:
                raise NotYet
            if not wait:
                return
            await clock.sleep(wait)

    # --- when it is not known, or known not to have worked --------------------------------------------------------

    async def _look(self, last_sent_at: float) -> None:
        """After the quarantine, look for the row's key in Slack and adopt the message that carries it."""
        left = min(last_sent_at + QUARANTINE - self.services.clock.wall(), QUARANTINE)
        if left > 0:
            await self._again(after=left, is_unsure=True)
            return
        channel, row = await self._channel(), self.row
        async with self.services.database.reading() as session:
            parent = await outbox.find_message(session, row.workspace, row.thread_of) if row.thread_of else None
        thread = parent[1] if parent and parent[0] == channel else None
        found = await looking.find(self.paced, row, channel, thread=thread)
        if found:
            await self._posted(channel, found)
        else:
            await self._again(after=0)

    async def _troubled(self, error: Failure) -> None:
        row, word = self.row, outcomes.named(error)
        is_looking = row.last_sent_at is not None
        match outcomes.fate(error):
            case Fate.HELD:
                method, seconds = outcomes.held(error)
                until = self.services.clock.wall() + seconds
                async with self.services.database.writing() as session:
                    await paces.hold(session, row.workspace, row.calls or method, until=until)
                await self._again(after=seconds, error=word, is_unsure=is_looking)
            case Fate.UNSENT:
                await self._again(after=self._until_the_way_is_free(), error=word, is_unsure=is_looking)
            case Fate.LOST if row.calls == "chat.postMessage":
                await self._again(after=QUARANTINE, error=word, is_unsure=True, counts=outcomes.is_of_slack(error))
            case Fate.LOST if not outcomes.is_of_slack(error):
                await self._again(after=self._until_the_way_is_free(), error=word, is_unsure=is_looking)
            case Fate.GONE | Fate.REFUSED if row.slack_ts and row.was_moved:
                await self._write(deliveries.said_elsewhere)
            case Fate.GONE if row.slack_ts and not row.reposted:
                await self._write(deliveries.message_gone)
            case Fate.GONE if row.slack_ts:
                await self._write(deliveries.skipped, error="its message was deleted in Slack, and so was the next one")
            case Fate.REFUSED:
                await self._give_up(word)
            case _:
                await self._back_off(word)

    async def _wait_for_another(self) -> None:
        if self.row.kind is Kind.STEP and self.row.fence > MOST_WAITS:
            await self._give_up("what it waits for never came")
        else:
            await self._again(after=min(2.0 * self.row.fence, 60.0), is_unsure=self.row.last_sent_at is not None)

    async def _back_off(self, error: str) -> None:
        if self.row.attempts >= MOST_ATTEMPTS:
            await self._give_up(error)
        else:
            is_looking = self.row.last_sent_at is not None
            await self._again(after=_jitter(self.row.attempts), error=error, is_unsure=is_looking, counts=True)

    def _until_the_way_is_free(self) -> float:
        """The row is not at fault, and a surface has been claimed many times before: what is waited for is Slack."""
        return _jitter(min(self.row.fence, MOST_PATIENT))

    async def _give_up(self, error: str) -> None:
        """Whoever can mend it is told; what may be in Slack, and cannot be looked for, is not called a failure."""
        is_unsure = self.row.last_sent_at is not None
        log.error("a row could not be delivered", key=self.row.key, error=error, unsure=is_unsure)
        give_up = deliveries.unknown if is_unsure else deliveries.failed
        async with self.services.database.writing() as session:
            if await give_up(session, self.row, error=error):
                for tell in self.table.failures:
                    await tell(session, self.row, error, self.services.clock.now())

    async def _again(
        self, *, after: float, error: str | None = None, is_unsure: bool = False, counts: bool = False
    ) -> None:
        at = self.services.clock.wall() + after
        await self._write(deliveries.again, at=at, error=error, is_unsure=is_unsure, counts=counts)

    async def _posted(self, channel: str | None, ts: str | None) -> None:
        clock = self.services.clock
        await self._write(deliveries.posted, channel=channel, ts=ts, at=clock.now(), wall=clock.wall())

    async def _write(self, change: Callable[..., Awaitable[bool]], **values: Any) -> bool:
        async with self.services.database.writing() as session:
            return await change(session, self.row, **values)


async def _is_over(session: Session, workspace: UUID, key: str) -> bool:
    """The message that a reply belongs to will not come any more, or was never meant to."""
    state = await outbox.state_of(session, workspace, key)
    return state not in {outbox.State.PENDING, outbox.State.SENDING, outbox.State.POSTED}


def _jitter(attempts: int) -> float:
    """Full jitter, so that many rows do not come back together."""
    return random.uniform(0.5, min(LONGEST_BACK_OFF, 2.0 ** min(attempts, 10)))  # noqa: S311
