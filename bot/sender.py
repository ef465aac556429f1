"""The one road out: takes rows from the outbox and says them in Slack, each once."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.pace import Pace
from bot.slack import Slack, code
from commands.dispatch import Dispatch, NotYet
from commands.services import Services
from program.errors import Refused
from program.posts import Kind
from storage import outbox, people
from storage.outbox import Row
from templates.blocks import Message, View

log = structlog.get_logger(__name__)

LEASE = 60.0  # seconds; far above the time-out of a request
QUARANTINE = 60.0  # seconds after which a request whose answer was lost has either taken effect or never will
WORKERS = 4
MOST_ATTEMPTS = 12
LONGEST_BACK_OFF = 15 * 60.0
SEARCHED = 200  # messages looked through for one that may have been posted
NOT_SENT = (aiohttp.ClientConnectorError,)  # refused, or no such host: Slack has not seen it
UNKNOWN = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}
PASSING = {"ratelimited", "rate_limited", "team_added_to_org"}
GONE = {"message_not_found", "cant_update_message"}


class Sender:
    """Several workers take turns; a destination is worked on by one at a time, so its order holds."""

    def __init__(self, services: Services, slack: Slack, table: Dispatch, *, name: str) -> None:
        self.services, self.slack, self.table, self.name = services, slack, table, name
        self.pace = Pace()
        self._busy: set[str] = set()
        self._stopping = False

    async def run(self) -> None:
        """Deliver until `stop`; woken by every commit that fills the outbox."""
        await asyncio.gather(*(self._work() for _ in range(WORKERS)))

    def stop(self) -> None:
        self._stopping = True
        self.services.database.has_posts.set()

    async def settle(self) -> None:
        """Deliver until nothing waits, however long that takes in delivery time: the rehearsal's way."""
        while True:
            if await self.deliver_one():
                continue
            async with self.services.database.reading() as session:
                next_at = await outbox.next_at(session)
            if next_at is None and not self._busy:
                return
            await self.services.clock.sleep(min(max((next_at or 0) - self.services.clock.wall(), 0.05), LEASE))

    async def _work(self) -> None:
        waiting = self.services.database.has_posts
        while not self._stopping:
            try:
                delivered = await self.deliver_one()
            except Exception:
                log.exception("the sender could not go on")
                await asyncio.sleep(1)
                continue
            if not delivered:
                waiting.clear()
                try:
                    await asyncio.wait_for(waiting.wait(), timeout=1)
                except TimeoutError:
                    continue

    async def deliver_one(self) -> bool:
        """`False`: nothing can be sent now."""
        clock = self.services.clock
        async with self.services.database.writing() as session:
            row = await outbox.claim(session, owner=self.name, wall=clock.wall(), lease=LEASE, busy=self._busy)
        if row is None:
            return False
        self._busy.add(row.goes_to)
        try:
            await self._deliver(row)
        finally:
            self._busy.discard(row.goes_to)
        return True

    async def _deliver(self, row: Row) -> None:
        if row.expires_at and row.slack_ts is None and self.services.clock.now() > row.expires_at:
            await self._write(outbox.skipped, row, error="its time had passed before it could be sent")
            return
        try:
            if row.last_sent_at is not None and await self._is_settled_by_looking(row):
                return
            await self._send(row)
        except NotYet:
            await self._again(row, after=2.0, error=None)
        except NOT_SENT as error:
            await self._back_off(row, type(error).__name__)
        except (TimeoutError, aiohttp.ClientError) as error:
            await self._again(row, after=QUARANTINE, error=type(error).__name__, was_sent=True)
        except SlackApiError as error:
            await self._refused(row, error)
        except Refused as refused:
            await self._give_up(row, str(refused))
        except Exception as error:
            log.exception("a row could not be put into words", key=row.key)
            await self._back_off(row, type(error).__name__)

    async def _send(self, row: Row) -> None:
        if row.kind is Kind.STEP:
            await self.table.steps[type(row.subject)](self.slack.delivering, self.services, row.workspace, row.subject)
            await self._write(outbox.posted, row, channel=None, ts=None, at=self.services.clock.now())
            return
        async with self.services.database.reading() as session:
            shown = await self.table.renders[type(row.subject)](
                session, row.workspace, row.subject, self.services.clock.now()
            )
            thread = await outbox.find_message(session, row.workspace, row.thread_of) if row.thread_of else None
            waits = row.thread_of and thread is None and not await _is_over(session, row.workspace, row.thread_of)
        if waits:
            raise NotYet
        if shown is None:
            await self._write(outbox.skipped, row, error="overtaken by what happened since")
        elif isinstance(shown, Message):
            await self._post(row, shown, thread)
        else:
            await self._publish(row, shown)

    async def _post(self, row: Row, message: Message, parent: tuple[str, str] | None) -> None:
        slack, metadata = self.slack.delivering, {"event_type": "pilot_post", "event_payload": {"key": row.key}}
        channel = row.slack_channel or await self._channel(row)
        thread = parent[1] if parent and parent[0] == channel else None  # a thread stays where it began
        if row.slack_ts:
            await self._wait("chat.update", row, channel)
            answer = await slack.chat_update(
                channel=channel, ts=row.slack_ts, text=message.text, blocks=message.blocks, metadata=metadata
            )
        else:
            await self._wait("chat.postMessage", row, channel)
            if not await self._write(outbox.sending_now, row, wall=self.services.clock.wall()):
                return
            answer = await slack.chat_postMessage(
                channel=channel,
                text=message.text,
                blocks=message.blocks,
                metadata=metadata,
                thread_ts=thread,
                reply_broadcast=(thread is not None and row.subject.broadcast) or None,
                unfurl_links=False,
                unfurl_media=False,
            )
        await self._write(outbox.posted, row, channel=answer["channel"], ts=answer["ts"], at=self.services.clock.now())

    async def _publish(self, row: Row, view: View) -> None:
        await self._wait("views.publish", row, row.goes_to)
        await self.slack.delivering.views_publish(user_id=row.goes_to.removeprefix("home:"), view=view)
        await self._write(outbox.posted, row, channel=None, ts=None, at=self.services.clock.now())

    async def _channel(self, row: Row) -> str:
        """Where it goes: a channel as it is; a person's direct messages are opened once and remembered."""
        if not row.goes_to.startswith("@"):
            return row.goes_to
        user = row.goes_to[1:]
        async with self.services.database.reading() as session:
            known = await people.find_dm(session, row.workspace, user)
        if known:
            return known
        opened = await self.slack.delivering.conversations_open(users=user)
        channel = str(opened["channel"]["id"])
        async with self.services.database.writing() as session:
            await people.save_dm(session, row.workspace, user, channel)
        return channel

    async def _wait(self, method: str, row: Row, channel: str) -> None:
        clock = self.services.clock
        if (seconds := self.pace.book(row.workspace, method, channel, wall=clock.wall())) > 0:
            await clock.sleep(seconds)

    # --- when it is not known, or known not to have worked --------------------------------------------------------

    async def _is_settled_by_looking(self, row: Row) -> bool:
        """After the quarantine, look for the row's key in Slack and adopt the message that carries it."""
        clock = self.services.clock
        due = (row.last_sent_at or 0) + QUARANTINE
        if clock.wall() < due:
            await self._again(row, after=due - clock.wall(), error=None)
            return True
        channel = await self._channel(row)
        await self._wait("conversations.history", row, channel)
        found = await self._look(row, channel)
        if found is None:
            return False
        return await self._write(outbox.posted, row, channel=channel, ts=found, at=clock.now())

    async def _look(self, row: Row, channel: str) -> str | None:
        slack = self.slack.delivering
        if row.thread_of:
            async with self.services.database.reading() as session:
                parent = await outbox.find_message(session, row.workspace, row.thread_of)
            if parent is None:
                return None
            answer = await slack.conversations_replies(
                channel=channel, ts=parent[1], limit=SEARCHED, include_all_metadata=True
            )
        else:
            answer = await slack.conversations_history(channel=channel, limit=SEARCHED, include_all_metadata=True)
        return next((each["ts"] for each in answer["messages"] if _key_of(each) == row.key), None)

    async def _refused(self, row: Row, error: SlackApiError) -> None:
        word, status = code(error), error.response.status_code
        if status == 429 or word in PASSING:  # noqa: PLR2004
            seconds = float(error.response.headers.get("Retry-After", 30))
            self.pace.hold(row.workspace, _method(row), until=self.services.clock.wall() + seconds)
            await self._again(row, after=seconds, error=word)
        elif status >= 500 or word in UNKNOWN:  # noqa: PLR2004
            await self._again(row, after=QUARANTINE, error=word, was_sent=row.kind is not Kind.STEP)
        elif row.slack_ts and (word in GONE or (word in PERMANENT and _was_moved(row))):
            await self._write(outbox.forget_message, row)
        elif row.attempts >= MOST_ATTEMPTS or word in PERMANENT or word.startswith("invalid_name"):
            await self._give_up(row, word)
        else:
            await self._back_off(row, word)

    async def _back_off(self, row: Row, error: str) -> None:
        """Full jitter, so that many rows do not come back together; a row that never works is given up."""
        if row.attempts >= MOST_ATTEMPTS:
            await self._give_up(row, error)
            return
        longest = min(LONGEST_BACK_OFF, 2.0**row.attempts)
        await self._again(row, after=random.uniform(0.5, longest), error=error)  # noqa: S311

    async def _give_up(self, row: Row, error: str) -> None:
        """It is kept as failed, and whoever can mend it is told."""
        log.error("a row could not be delivered", key=row.key, error=error)
        async with self.services.database.writing() as session:
            if await outbox.failed(session, row, error=error):
                for tell in self.table.failures:
                    await tell(session, row, error, self.services.clock.now())

    async def _again(self, row: Row, *, after: float, error: str | None, was_sent: bool = False) -> None:
        await self._write(outbox.again, row, at=self.services.clock.wall() + after, error=error, was_sent=was_sent)

    async def _write(self, change: Callable[..., Awaitable[bool]], row: Row, **values: Any) -> bool:
        async with self.services.database.writing() as session:
            return await change(session, row, **values)


# Slack's answer will be the same next time.
PERMANENT = {
    "channel_not_found", "not_in_channel", "is_archived", "restricted_action", "user_not_found", "user_disabled",
    "cannot_dm_bot", "invalid_blocks", "invalid_arguments", "msg_too_long", "msg_blocks_too_long", "no_text",
    "account_inactive", "token_revoked", "invalid_auth", "not_authed", "missing_scope",
}  # fmt: skip


def _was_moved(row: Row) -> bool:
    """Its program went to another channel after it was said."""
    return row.goes_to.startswith(("C", "G")) and row.goes_to != row.slack_channel


async def _is_over(session: Any, workspace: UUID, key: str) -> bool:
    """The message that a reply belongs to will not come any more, or was never meant to."""
    return await outbox.state_of(session, workspace, key) in {None, outbox.State.FAILED, outbox.State.SKIPPED}


def _key_of(message: dict[str, Any]) -> str | None:
    return ((message.get("metadata") or {}).get("event_payload") or {}).get("key")


def _method(row: Row) -> str:
    if row.goes_to.startswith("home:"):
        return "views.publish"
    return "chat.update" if row.slack_ts else "chat.postMessage"
