"""People who work on through the storm, each doing one thing after the other, and what they were told of each."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from itertools import count
from random import Random
from typing import Any

from sandbox.client import Answer, Failed, Person, Seen, Slack
from sandbox.records import Message
from sandbox.team import Team
from tests.conversations.story import CLAIMS

WHISPERED_WITHIN = 2.0  # seconds after a click, until a person no longer looks for an answer
UNSURE = "Look whether yours was stored"


class Outcome(Enum):
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Deed:
    """`words` are this deed's alone: whatever it left behind can be found by them."""

    did: str
    by: str
    where: str
    words: str
    outcome: Outcome
    told: str = ""


@dataclass
class Company:
    """The members, the programs in whose channels they work, and all that they did."""

    slack: Slack
    team: Team
    seed: int
    voting: tuple[str, ...]
    signing: tuple[str, ...]
    deeds: list[Deed] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)

    async def work(self, names: tuple[str, ...], over: asyncio.Event) -> None:
        await asyncio.gather(*(Worker(self, self.slack.as_(name), name).work(over) for name in names))

    def new_words(self) -> str:
        return f"word-{self.seed}-{next(self._numbers)}-"

    def newest(self, channel: str, button: str) -> Seen | None:
        """The newest message there in which such a button can be pressed."""
        found = self.team.find_channel(channel)
        for message in reversed(list(self.team.history(found.id).values())) if found else ():
            if f'"{button}' in str(message.blocks).replace("'", '"'):
                return _seen(message)
        return None

    def newest_in_dm(self, user: str, button: str) -> list[Seen]:
        member = self.team.get_member(user)
        there = self.team.history(self.team.direct_message(member).id).values()
        return [_seen(message) for message in there if f'"{button}' in str(message.blocks).replace("'", '"')]


def _seen(message: Message) -> Seen:
    return Seen({"channel": message.channel, "ts": message.ts, "text": message.text, "blocks": message.blocks or []})


class Worker:
    """One member: one thing at a time, chosen by the seed."""

    def __init__(self, company: Company, person: Person, name: str) -> None:
        self.company, self.person, self.name = company, person, name
        self.random = Random(f"{company.seed}/{name}")

    async def work(self, over: asyncio.Event) -> None:
        acts: list[Callable[[], Awaitable[None]]] = [
            self.votes_at_once, self.votes_at_once, self.votes_with_reason, self.votes_with_reason,
            self.signs, self.signs, self.signs, self.marks_done, self.raises_blocker, self.raises_risk,
            self.proposes, self.looks_at_home, self.asks_for_signatures,
        ]  # fmt: skip
        while not over.is_set():
            with suppress(Failed):  # there was nothing to press, or it was gone: a person goes on to something else
                await self.random.choice(acts)()
            await asyncio.sleep(self.random.uniform(0.05, 0.4))

    # --- votes ----------------------------------------------------------------------------------------------------

    async def votes_at_once(self) -> None:
        where = self.random.choice(self.company.voting)
        if self._abstains_from(where) or not (poll := self.company.newest(where, "vote-cast:go")):
            return
        before = await self._whispers(where)
        pressed = await self.person.presses("vote-cast:go", in_=poll)
        outcome, told = Outcome.UNKNOWN, pressed.failure or ""
        if not pressed.failure and (told := await self._whisper(where, before)):
            is_cast = "Your vote: *Go*" in told or "You were the last" in told
            outcome = Outcome.ACKNOWLEDGED if is_cast else Outcome.UNKNOWN if UNSURE in told else Outcome.REFUSED
        self._note("vote:cast", where, "", outcome, told)

    async def votes_with_reason(self) -> None:
        where = self.random.choice(self.company.voting)
        choice = self.random.choice(("no-go", "go-with-conditions", "abstain"))
        if self._abstains_from(where) or not (poll := self.company.newest(where, f"vote-show:{choice}")):
            return

        def open_() -> Awaitable[Answer]:
            return self.person.presses(f"vote-show:{choice}", in_=poll)

        await self._fills_in("vote:cast", where, open_, "vote-ballot", "reason", ("Your vote", "You were the last"))

    def _abstains_from(self, where: str) -> bool:
        """In the first program somebody never votes, so that its poll stays open for the others."""
        return where == self.company.voting[0] and self.name == "risk-owner"

    async def _whispers(self, where: str) -> set[str]:
        return {seen.ts for seen in await self.person.sees(where) if seen.ephemeral}

    async def _whisper(self, where: str, before: set[str]) -> str:
        for _ in range(round(WHISPERED_WITHIN / 0.1)):
            await asyncio.sleep(0.1)
            for seen in await self.person.sees(where):
                if seen.ephemeral and seen.ts not in before:
                    return str(seen)
        return ""

    # --- all else that is filled in -------------------------------------------------------------------------------

    async def signs(self) -> None:
        asked = self.company.newest_in_dm(self.name, "sign-off-open")
        if not asked:
            return
        message = self.random.choice(asked)

        def open_() -> Awaitable[Answer]:
            return self.person.presses(message.buttons[0], in_=message)

        answer = self.random.choice(("approved", "rejected"))
        told = ("You approved", "You rejected")
        await self._fills_in("sign-off:", "dm", open_, "sign-off-sign", "comment", told, answer=answer)

    async def marks_done(self) -> None:
        where = self.random.choice((*self.company.voting, *self.company.signing))
        prompt = self.company.newest(where, "item-open-done:")
        if not prompt:
            return
        buttons = sorted({each for each in _action_ids(prompt.blocks) if each.startswith("item-open-done:")})
        button = self.random.choice(buttons)

        def open_() -> Awaitable[Answer]:
            return self.person.presses(button, in_=prompt)

        await self._fills_in("item:done", where, open_, "item-done", "evidence", ())

    async def raises_blocker(self) -> None:
        await self._fills_in_command(
            "blocker", "blocker:raise", "blocker-report", "what", ("is reported",), holder="data-owner"
        )

    async def raises_risk(self) -> None:
        likelihood = str(self.random.randint(1, 5))
        more = {"likelihood": likelihood, "impact": "3", "owner": "risk-owner"}
        await self._fills_in_command("risk", "risk:raise", "risk-raise", "title", ("is raised",), **more)

    async def proposes(self) -> None:
        def open_() -> Awaitable[Answer]:
            return self.person.says("#ai-ideas", "/pilot propose")

        more = {key: value for key, value in CLAIMS.items() if key != "title"}
        await self._fills_in("use-case:propose", "ai-ideas", open_, "use-case-propose", "title", ("UC-",), **more)

    async def asks_for_signatures(self) -> None:
        where = self.random.choice(self.company.signing)
        if self.name == "program-manager":
            await self.person.says(where, "/pilot signoff ask")

    async def looks_at_home(self) -> None:
        await self.person.home(seconds=3)

    async def _fills_in_command(
        self, command: str, did: str, form: str, field_: str, told: tuple[str, ...], **more: Any
    ) -> None:
        where = self.random.choice((*self.company.voting, *self.company.signing))

        def open_() -> Awaitable[Answer]:
            return self.person.says(where, f"/pilot {command}")

        await self._fills_in(did, where, open_, form, field_, told, **more)

    async def _fills_in(
        self,
        did: str,
        where: str,
        open_: Callable[[], Awaitable[Answer]],
        form: str,
        field_: str,
        told: tuple[str, ...],
        **more: Any,
    ) -> None:
        """Opens a form and submits it; `told` is what one reads when it was stored."""
        if await self.person.view():
            await self.person.closes(all_=True)
        opened = await open_()
        if opened.view is None or not opened.view.callback_id.startswith(form):
            return
        words = self.company.new_words()
        answer = await self.person.submits({field_: words, **more})
        self._note(did, where, words, _outcome(answer, told), str(answer.errors or answer))

    def _note(self, did: str, where: str, words: str, outcome: Outcome, told: str) -> None:
        user = self.company.team.get_member(self.name).id
        self.company.deeds.append(Deed(did, user, where, words, outcome, told))


def _outcome(answer: Answer, told: tuple[str, ...]) -> Outcome:
    if answer.failure:
        return Outcome.UNKNOWN
    if answer.errors:
        return Outcome.UNKNOWN if any(UNSURE in each for each in answer.errors.values()) else Outcome.REFUSED
    shown = str(answer.view) if answer.view else ""
    came_back = answer.view is not None and bool(answer.view.inputs)  # what was read or written on has changed
    is_told = not told or any(each in shown for each in told)
    return Outcome.ACKNOWLEDGED if is_told and not came_back else Outcome.REFUSED


def _action_ids(blocks: Any) -> list[str]:
    if isinstance(blocks, list):
        return [each for block in blocks for each in _action_ids(block)]
    if isinstance(blocks, dict):
        mine = [blocks["action_id"]] if isinstance(blocks.get("action_id"), str) else []
        return mine + [each for value in blocks.values() for each in _action_ids(value)]
    return []
