"""The weeks that the demo workspace has behind it: what its members said, pressed and filled in, and when."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sandbox import demo_facts as facts
from sandbox.client import Answer, Failed, Seen, Slack, visit
from sandbox.clock import Clock
from sandbox.demo_rows import FACTS, RECORDED, TODAY, Recorded
from sandbox.workspace import Sandbox

ZONE = ZoneInfo("Europe/Berlin")
WEEKS = 6  # the program is in its sixth when the present is reached
IDEAS, CLAIMS, LEADERS = "#ai-ideas", "#ai-claims", "#leadership"
LOOKED_UP = {"item": "item-options", "timezone": "timezone"}  # blocks whose options come as one types
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)


def first_monday(now: datetime) -> date:
    """On which the program begins, so that it is in its sixth week now."""
    today = now.astimezone(ZONE).date()
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)


def clock(present: datetime | None = None) -> Clock:
    """It begins on the Thursday before the program's first week."""
    return Clock(datetime.combine(first_monday(present or datetime.now(UTC)) - timedelta(days=4), time(8), ZONE))


async def play(sandbox: Sandbox, address: str) -> None:
    """Lead a new workspace, with the bot in it, from the first proposal to the present; its store remembers that."""
    _remember(sandbox, is_told=False)
    async with visit(address) as slack:
        await tell(slack, present=datetime.now(UTC))
        await slack.moves_clock("now")
    _remember(sandbox, is_told=True)


def was_interrupted(sandbox: Sandbox) -> bool:
    kept = sandbox.store.load("", "story").get("demo")
    return kept is not None and not kept["is_told"]


def _remember(sandbox: Sandbox, *, is_told: bool) -> None:
    sandbox.store.save("", "story", "demo", {"is_told": is_told})
    sandbox.store.write()


class Story:
    """The members at the sandbox's address; every step is checked, and the first that fails ends the story."""

    def __init__(self, slack: Slack, start: date) -> None:
        self.slack, self.start = slack, start

    def day(self, week: int, weekday: int) -> date:
        return self.start + timedelta(weeks=week - 1, days=weekday)

    async def comes(self, moment: datetime) -> None:
        await self.slack.moves_clock(moment.isoformat())
        await self.slack.waits(60)  # nobody in six weeks is as fast as Slack's rates

    async def fills(self, who: str, where: str, command: str, /, **answers: Any) -> None:
        """Ask for a form, fill it in, and close what it answers."""
        await self.asks(who, where, command)
        await self.submits(who, **answers)

    async def asks(self, who: str, where: str, command: str) -> Answer:
        return _checked(await self.slack.as_(who).says(where, command), who, command)

    async def presses(self, who: str, what: str, in_: str | Seen) -> Answer:
        return _checked(await self.slack.as_(who).presses(what, in_=in_), who, what)

    async def submits(self, who: str, **answers: Any) -> None:
        """The form that is open; an item is looked up first, as people find one by typing."""
        person = self.slack.as_(who)
        for block in LOOKED_UP.keys() & answers.keys():
            await person.looks_up(LOOKED_UP[block], str(answers[block]))
        _checked(await person.submits(answers), who, "the form")
        await person.closes(all_=True)


def _checked(answer: Answer, who: str, what: str) -> Answer:
    if answer.failure or answer.errors:
        raise Failed(f"{who} cannot go on with {what}: {answer.failure or answer.errors}")
    return answer


Step = Callable[[Story], Awaitable[None]]
When = tuple[int, int, int]  # week, weekday, hour


async def tell(slack: Slack, *, present: datetime) -> None:
    """In the order of time; what lies beyond the present has not happened yet."""
    story = Story(slack, first_monday(present))
    for (week, weekday, hour), step in sorted(_steps(), key=lambda one: one[0]):
        moment = datetime.combine(story.day(week, weekday), time(hour, 30), ZONE).astimezone(UTC)
        if moment < present:
            await story.comes(moment)
            await step(story)
    await story.comes(present)


def _steps() -> Iterable[tuple[When, Step]]:
    yield (0, THURSDAY, 8), open_round
    yield (0, THURSDAY, 9), propose
    yield (0, THURSDAY, 10), set_digest
    yield (0, THURSDAY, 11), ask
    yield (0, THURSDAY, 12), answer
    yield (0, THURSDAY, 14), select
    yield (0, FRIDAY, 10), agree
    yield (0, FRIDAY, 11), start
    yield (1, TUESDAY, 14), define_kpis
    yield (2, TUESDAY, 15), be_blocked
    yield (2, WEDNESDAY, 9), be_unblocked
    yield (2, FRIDAY, 9), raise_risks
    yield (2, FRIDAY, 13), ask_for_sign_offs
    yield (2, FRIDAY, 14), sign_data
    yield (2, FRIDAY, 16), close_gate
    yield (3, WEDNESDAY, 15), ask_for_sign_offs
    yield (3, THURSDAY, 14), sign_discovery
    yield (3, FRIDAY, 14), close_gate
    yield (6, TUESDAY, 14), set_aside
    yield (5, THURSDAY, 9), finish_early
    yield (5, THURSDAY, 11), report_blocker
    yield (5, FRIDAY, 11), ask_for_sign_offs
    yield (5, FRIDAY, 14), sign_foundation
    for (week, weekday), done in groupby(facts.DONE, key=lambda each: (each.week, each.weekday)):
        yield (week, weekday, 10), partial(mark_done, done=list(done))
    for (week, weekday), rows in groupby(RECORDED, key=lambda each: (each.week, each.weekday)):
        yield (week, weekday, 8), partial(record_rows, rows=list(rows))
    for week, readings in groupby(facts.READINGS, key=lambda each: each.week):
        yield (week, FRIDAY, 15), partial(record, readings=list(readings))


async def propose(story: Story) -> None:
    for who, proposal in facts.PROPOSALS:
        await story.fills(who, IDEAS, "/pilot propose", **proposal)


async def open_round(story: Story) -> None:
    await story.asks("sponsor", IDEAS, "/pilot round")
    await story.presses("sponsor", "Open a round", IDEAS)
    await story.submits("sponsor", **facts.ROUND, closes_on=f"{story.day(0, FRIDAY)}")


async def ask(story: Story) -> None:
    """The owner of the round asks those who know."""
    for candidate, form, who, _ in (*facts.ANSWERS, facts.UNKNOWN):
        await story.asks("product-owner", IDEAS, f"/pilot candidate {candidate}")
        await story.presses("product-owner", f"inquiry-open-ask:{form}", "top")
        await story.submits("product-owner", of=who)


async def answer(story: Story) -> None:
    """By the button; where nobody knows, with who will find out."""
    unknown = facts.UNKNOWN[3] | {"unknown_on": f"{story.day(3, FRIDAY)}"}
    for candidate, form, who, answers in (*facts.ANSWERS, (*facts.UNKNOWN[:3], unknown)):
        await story.presses(who, f"inquiry-open-answer:{candidate.removeprefix('UC-')}:{form}", "dm")
        await story.submits(who, **answers)


async def set_digest(story: Story) -> None:
    await story.fills("sponsor", LEADERS, "/pilot digest settings", channel="leadership")


async def select(story: Story) -> None:
    await story.fills("product-owner", IDEAS, "/pilot select", **facts.SELECTION)


async def agree(story: Story) -> None:
    await story.presses("sponsor", "Read and answer", "dm")
    await story.submits("sponsor", **facts.AGREEMENT)


async def start(story: Story) -> None:
    await story.fills("product-owner", IDEAS, "/pilot start", start=f"{story.start}", **facts.START)


async def define_kpis(story: Story) -> None:
    for kpi in facts.KPIS:
        await story.fills("business-owner", CLAIMS, "/pilot kpi define", **kpi)


async def record(story: Story, readings: list[facts.Reading]) -> None:
    for each in readings:
        answers = {"kpi": each.kpi, "value": each.value, "note": each.note}
        await story.fills(each.who, CLAIMS, "/pilot kpi record", **answers)


async def mark_done(story: Story, done: list[facts.Done]) -> None:
    for each in done:
        await story.presses(each.who, f"item-open-done:{each.key}", CLAIMS)
        today = f"{story.day(each.week, each.weekday)}"
        asked = {name: answer or today for name, answer in FACTS.get(each.key, {}).items()}
        await story.submits(each.who, evidence=each.evidence, **asked)


async def record_rows(story: Story, rows: list[Recorded]) -> None:
    for each in rows:
        await story.asks(each.who, CLAIMS, f"/pilot register {each.register}")
        await story.presses(each.who, f"register-open-add:{each.topic}" if each.topic else "register-open-add", "top")
        today = f"{story.day(each.week, each.weekday)}"
        given = {name: today if answer == TODAY else answer for name, answer in each.answers.items() if answer}
        await story.submits(each.who, **given)


async def finish_early(story: Story) -> None:
    """What is due next week is not in this week's prompt: it is found by typing."""
    for who, item, evidence in facts.EARLY:
        await story.fills(who, CLAIMS, "/pilot done", item=item, evidence=evidence)


async def set_aside(story: Story) -> None:
    item, reason = facts.NOT_APPLICABLE
    await story.presses("product-owner", f"item-open-done:{item}", CLAIMS)
    await story.presses("product-owner", "Does not apply", "top")
    await story.submits("product-owner", reason=reason)


async def raise_risks(story: Story) -> None:
    for risk in facts.RISKS:
        await story.fills("risk-owner", CLAIMS, "/pilot risk", **risk)
    await story.asks("risk-owner", CLAIMS, "/pilot risks")
    await story.presses("risk-owner", "risk-open-review:1", CLAIMS)
    await story.submits("risk-owner", **facts.REVIEWED)


async def be_blocked(story: Story) -> None:
    wanted_by = f"{story.day(2, FRIDAY)}"
    await story.fills("data-owner", CLAIMS, "/pilot blocker", wanted_by=wanted_by, **facts.EARLIER_BLOCKER)


async def be_unblocked(story: Story) -> None:
    await story.presses("operations", "blocker-open-clear", CLAIMS)
    await story.submits("operations", how=facts.EARLIER_BLOCKER_CLEARED)


async def report_blocker(story: Story) -> None:
    wanted_by = f"{story.day(6, THURSDAY)}"
    await story.fills("engineering-lead", CLAIMS, "/pilot blocker", wanted_by=wanted_by, **facts.BLOCKER)


async def ask_for_sign_offs(story: Story) -> None:
    await story.asks("program-manager", CLAIMS, "/pilot signoff ask")


async def sign_data(story: Story) -> None:
    await _sign(story, facts.SIGNED_DATA)


async def sign_discovery(story: Story) -> None:
    await _sign(story, facts.SIGNED_DISCOVERY)


async def sign_foundation(story: Story) -> None:
    await _sign(story, facts.SIGNED_FOUNDATION)


async def _sign(story: Story, signed: Iterable[tuple[str, str]]) -> None:
    for who, comment in signed:
        await story.presses(who, "Read and sign", "dm")
        await story.submits(who, answer="approved", comment=comment)


async def close_gate(story: Story) -> None:
    answer = await story.asks("program-manager", CLAIMS, "/pilot gate close")
    if "closed" not in answer:
        raise Failed(f"The gate does not close: {answer}")
