"""People in the sandbox, driven by tests and stories: what they say, press and submit, and what they see."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from sandbox.answers import Answer, Failed, Seen
from sandbox.elements import find
from sandbox.errors import Failure
from sandbox.records import JSON

__all__ = ["Answer", "Failed", "Person", "Seen", "Slack", "visit"]


class Slack:
    """The sandbox at an address."""

    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        self.address = address
        self._session = session

    def as_(self, user: str) -> "Person":
        return Person(self, user)

    async def moves_clock(self, to: str) -> str:
        """To "next", "+1d", "+1w", "now" or an ISO time; returns the new time."""
        return str((await self.checked("/clock", {"to": to}))["now"])

    async def now(self) -> str:
        return str((await self.get("/clock"))["now"])

    async def waits(self, seconds: float) -> None:
        """Let delivery time pass, as Slack's rates count it; program time stays."""
        await self.checked("/clock", {"skip": seconds})

    async def breaks(self, method: str, kind: str, **more: Any) -> None:
        """Order a fault for the next call of a method."""
        await self.checked("/faults", {"method": method, "kind": kind, **more})

    async def heals(self) -> None:
        async with self._session.delete(f"{self.address}/faults") as answer:
            answer.raise_for_status()

    async def sends_event(self, kind: str, **event: Any) -> None:
        await self.checked(f"/events/{kind}", event)

    async def changes_member(self, user: str, **fields: Any) -> None:
        await self.checked(f"/members/{user}", fields)

    async def members(self) -> list[JSON]:
        return list(await self.get("/members"))

    async def log(self, method: str | None = None) -> list[JSON]:
        """Web API calls and deliveries, oldest first; only those of one method if it is named."""
        return [entry for entry in await self.get("/log") if method in (None, entry["method"])]

    async def get(self, path: str, **query: str) -> Any:
        async with self._session.get(f"{self.address}{path}", params=query) as answer:
            body = await answer.json()
        if isinstance(body, dict) and body.get("ok") is False:
            raise Failed(str(body["failure"]))
        return body

    async def post(self, path: str, body: JSON) -> JSON:
        async with self._session.post(f"{self.address}{path}", json=body) as answer:
            return dict(await answer.json())

    async def checked(self, path: str, body: JSON) -> JSON:
        answer = await self.post(path, body)
        if not answer["ok"]:
            raise Failed(str(answer["failure"]))
        return answer


@dataclass(frozen=True)
class Person:
    slack: Slack
    name: str

    async def says(self, channel: str, text: str, *, thread: str | None = None) -> Answer:
        """A message, or a command when it begins with a slash."""
        body: JSON = {"channel": channel} | ({"thread_ts": thread} if thread else {})
        if not text.startswith("/"):
            return await self._does("message", body | {"text": text})
        command, _, rest = text.partition(" ")
        return await self._does("command", body | {"command": command, "text": rest})

    async def presses(
        self, what: str, *, in_: str | Seen = "top", choosing: Any = None, block: str | None = None
    ) -> Answer:
        """A button (or select, date picker, menu…) by its label or action id.

        `in_` is the modal on top, "home", a channel (its newest message that has it), or a message or view seen before.
        """
        where = await self._container(what, in_, block)
        choice = {} if choosing is None else {"selected": choosing}
        body: JSON = {"container": where, "action_id": what, **choice} | ({"block_id": block} if block else {})
        return await self._does("press", body)

    async def types(self, block: str, value: Any, *, view: str = "top") -> Answer:
        return await self._does("type", {"view": view, "block_id": block, "value": value})

    async def submits(self, values: JSON | None = None, /, **more: Any) -> Answer:
        """The modal on top, filled in by block id or by label."""
        return await self._does("submit", {"view": "top", "values": {**(values or {}), **more}})

    async def closes(self, *, all_: bool = False) -> Answer:
        return await self._does("close", {"view": "top", "all": all_})

    async def looks_up(self, what: str, query: str, *, in_: str | Seen = "top") -> list[str]:
        """The labels that an external select offers for a query."""
        where = await self._container(what, in_, None)
        body = {"container": where, "action_id": what, "query": query}
        answer = await self.slack.checked(f"/as/{self.name}/options", body)
        groups = answer.get("option_groups") or [answer]
        return [option["text"]["text"] for group in groups for option in group.get("options") or []]

    async def uses_shortcut(self, callback_id: str, *, on: tuple[str, str] | None = None) -> Answer:
        message = {"message": {"channel": on[0], "ts": on[1]}} if on else {}
        return await self._does("shortcut", {"callback_id": callback_id, **message})

    async def reacts(self, channel: str, ts: str, name: str, *, remove: bool = False) -> Answer:
        return await self._does("react", {"channel": channel, "ts": ts, "name": name, "remove": remove})

    async def joins(self, channel: str) -> Answer:
        return await self._does("join", {"channel": channel})

    async def leaves(self, channel: str) -> Answer:
        return await self._does("leave", {"channel": channel})

    async def archives(self, channel: str) -> Answer:
        return await self._does("archive", {"channel": channel})

    async def removes_bot(self, channel: str) -> Answer:
        return await self._does("remove_bot", {"channel": channel})

    async def creates(self, channel: str, *, is_private: bool = False) -> Answer:
        return await self._does("create", {"name": channel, "is_private": is_private})

    async def invites(self, channel: str, user: str) -> Answer:
        return await self._does("invite", {"channel": channel, "user": user})

    async def adds_bot(self, channel: str) -> Answer:
        return await self._does("invite", {"channel": channel})

    async def sees(self, channel: str, *, thread: str | None = None) -> list[Seen]:
        """The channel's messages (or a thread's), oldest first; "dm" is the conversation with the bot."""
        query = {"channel": channel} | ({"thread": thread} if thread else {})
        return [Seen(body) for body in await self.slack.get(f"/as/{self.name}/messages", **query)]

    async def waits_for(self, channel: str, wanted: str, *, thread: str | None = None, seconds: float = 5) -> Seen:
        """The newest message with these words, as soon as it is there."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                seen = await self.sees(channel, thread=thread)
                there = "\n---\n".join(map(str, seen)) or "nothing"
            except Failed as not_there_yet:
                seen, there = [], str(not_there_yet)
            if found := next((message for message in reversed(seen) if wanted in message), None):
                return found
            if time.monotonic() > deadline:
                raise Failed(f"{self.name} waits in {channel} for “{wanted}”, and sees:\n{there}")
            await asyncio.sleep(0.02)

    async def channels(self) -> list[str]:
        """The names of the channels that this person can see."""
        return [body["name"] for body in await self.slack.get(f"/as/{self.name}/channels") if not body["is_im"]]

    async def channel(self, channel: str) -> JSON:
        return dict(await self.slack.get(f"/as/{self.name}/channel", channel=channel))

    async def view(self) -> Seen | None:
        """The modal on top."""
        stack = await self.slack.get(f"/as/{self.name}/views")
        return Seen(stack[-1]) if stack else None

    async def home(self, *, seconds: float = 5) -> Seen:
        """Open the Home tab; an app that is seen for the first time publishes it a moment later."""
        answer = await self._does("home", {})
        deadline = time.monotonic() + seconds
        while answer.view is None:
            if time.monotonic() > deadline:
                raise Failed(f"{self.name}'s Home is empty: {answer}")
            await asyncio.sleep(0.02)
            view = await self.slack.get(f"/as/{self.name}/home")
            answer = Answer(view=Seen(view) if view else None)
        return answer.view

    async def dm(self) -> list[Seen]:
        """Open the conversation with the bot."""
        await self._does("dm", {})
        return await self.sees("dm")

    async def _does(self, act: str, body: JSON) -> Answer:
        answer = await self.slack.post(f"/as/{self.name}/{act}", body)
        response, view = answer.get("response"), answer.get("view")
        return Answer(
            answer.get("failure"),
            Seen({**response, "ephemeral": response["response_type"] == "ephemeral"}) if response else None,
            Seen(view) if view else None,
            answer.get("errors") or {},
        )

    async def _container(self, what: str, in_: str | Seen, block: str | None) -> JSON:
        if isinstance(in_, Seen):
            return {"view": in_.id} if "id" in in_.body else {"channel": in_.body["channel"], "ts": in_.ts}
        if in_ in ("top", "home"):
            return {"view": in_}
        seen = await self.sees(in_)
        found = next((one for one in reversed(seen) if _has(one.blocks, what, block)), None)
        if found is None:
            there = ", ".join(label for message in seen for label in message.buttons) or "nothing"
            raise Failed(f"{self.name} sees no “{what}” in {in_}; there is to press: {there}")
        return {"channel": in_, "ts": found.ts}


def _has(blocks: Sequence[JSON], what: str, block: str | None) -> bool:
    try:
        find(blocks, what, block_id=block)
    except Failure:
        return False
    return True


@asynccontextmanager
async def visit(address: str) -> AsyncIterator[Slack]:
    """The sandbox at this address, for as long as the block lasts."""
    async with aiohttp.ClientSession() as session:
        yield Slack(address, session)
