"""The steps of the whole story of one use case, from the sixth week of the demo workspace on."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from playbook.loader import load
from program.facts import Field
from sandbox.demo_story import CLAIMS, Story

PRESENT = datetime(2026, 2, 18, 12, tzinfo=UTC)  # a Wednesday: the demo's program is in its sixth week
THE_FIRST_MONDAY = date(2026, 1, 12)
VOTERS = ("business-owner", "operations", "engineering-lead", "security", "compliance", "risk-owner", "privacy")
USERS = ("operations", "engineering-lead", "data-owner", "legal", "on-call")


async def the_foundation_is_closed(story: Story) -> None:
    await records(story, "engineering-lead", "dashboards", alert="Twice the usual")
    await records(story, "risk-owner", "guardrails", how="Set as the threat model asks")
    for who, key in (("engineering-lead", "w6-dashboards"), ("risk-owner", "w6-guardrails")):
        await story.presses(who, f"item-open-done:{key}", CLAIMS)
        await story.submits(who)
    await settle(story, *wanted("foundation"))
    refused = await story.asks("program-manager", CLAIMS, "/pilot gate close foundation")
    assert "sign-off" in refused
    await sign_all(story, "foundation", "engineering-lead", "data-owner", "security", "privacy")

    closed = await story.asks("program-manager", CLAIMS, "/pilot gate close foundation")

    assert "Missing" not in closed, closed
    opened = await story.slack.as_("operations").waits_for(CLAIMS, "*End of foundation* of CLAIMS is closed")
    assert "*Build and prove* begins Mon 23 Feb 2026" in opened


async def the_pilot_is_asked(story: Story) -> None:
    """Week 9: users enrolled and surveyed, moments of both kinds; week 10 reads what they said."""
    await story.comes(datetime(2026, 3, 9, 10, tzinfo=UTC))
    await story.asks("change-lead", CLAIMS, "/pilot survey")
    await story.presses("change-lead", "Enrol people", CLAIMS)
    await story.submits(
        "change-lead", users=list(USERS), managers=["business-owner"], why="Five handlers to begin with"
    )
    await story.asks("change-lead", CLAIMS, "/pilot survey")
    await story.presses("change-lead", "Start a round", CLAIMS)
    await story.submits("change-lead", closes_on="2026-03-13")
    await story.comes(datetime(2026, 3, 9, 10, 5, tzinfo=UTC))
    for user in USERS:
        asked = await story.slack.as_(user).waits_for("dm", "How is it going?")
        await story.presses(user, "Answer", asked)
        answers = {"minutes-without": "45", "minutes-with": "25", "errors": "1", "corrections": "2"}
        await story.submits(user, **answers, satisfaction="4", trust="3")
    for kind, what in (("helped", "It found the clause on page 31."), ("failed", "It mixed up two dates.")):
        await story.fills("change-lead", CLAIMS, "/pilot moment", kind=kind, what=what)
    await story.fills(
        "engineering-lead", CLAIMS, "/pilot tuning", on="2026-03-09", what="prompt", change="Dates with their page",
        why="Two dates were mixed up",
    )  # fmt: skip


async def the_evidence_is_there(story: Story) -> None:
    """Week 10: three questions answered, three deliverables, three signatures."""
    await story.comes(datetime(2026, 3, 16, 9, 30, tzinfo=UTC))
    assert "Time saved a task, in minutes *20*" in await story.slack.as_("sponsor").waits_for(
        CLAIMS, "Survey of CLAIMS"
    )
    missing = await story.asks("program-manager", CLAIMS, "/pilot gate")
    assert "Go or no-go" in missing
    await settle(story, *wanted("go-no-go"))
    await sign_all(story, "go-no-go", "security", "compliance", "risk-owner", "privacy")


async def the_vote_is_held(story: Story) -> None:
    await story.asks("program-manager", CLAIMS, "/pilot vote")
    await story.submits("program-manager")
    poll = await story.slack.as_("operations").waits_for(CLAIMS, "What is asked")
    assert poll.buttons[:4] == ["Go", "Go with conditions", "No-go", "Abstain"]
    for voter in VOTERS:
        await story.presses(voter, "Go", poll)
    owner = story.slack.as_("product-owner")
    await owner.presses("No-go", in_=poll)
    silent = await owner.submits(reason="  ")
    assert silent.errors
    await story.submits("product-owner", reason="Two languages are untested.")


async def the_sponsor_decides(story: Story) -> None:
    sponsor = story.slack.as_("sponsor")
    asked = await sponsor.waits_for("dm", "has closed")
    assert "Two languages are untested." in asked
    await story.presses("sponsor", "Decide", "dm")
    await story.submits("sponsor", choice="go", reason="The numbers hold.")

    told = await story.slack.as_("legal").waits_for(CLAIMS, "has decided on *Go or no-go")

    assert "The numbers hold." in told
    assert "Week 10 of 13" in await sponsor.says(CLAIMS, "/pilot status")
    assert "Scale decision" in await sponsor.says(CLAIMS, "/pilot gate")
    assert "The numbers hold." in await story.slack.as_("auditor").says(CLAIMS, "/pilot decisions")


async def it_runs_for_a_few(story: Story, *, monday: date = date(2026, 4, 6)) -> None:
    """Week 13: the service is handed over, and those who live with it have signed."""
    await story.comes(datetime.combine(monday, time(9, 30), UTC))
    await story.asks("program-manager", CLAIMS, "/pilot people")
    await story.presses("program-manager", "people-open-appoint:on-call", CLAIMS)
    await story.submits("program-manager", people=["on-call"])
    await settle(story, "w11-safety-net", "w11-limited-group", *wanted("scale"))
    await sign_all(story, "scale", *load().gate("scale").signers)


async def it_scales(story: Story) -> None:
    scale = load().gate("scale")
    await story.asks("program-manager", CLAIMS, "/pilot vote")
    await story.submits("program-manager")
    poll = await story.slack.as_("operations").waits_for(CLAIMS, f"Vote: {scale.title}")
    for voter in scale.voters:
        await story.presses(voter, "vote-show:scale", poll)
        await story.submits(voter, reason="Handling time is down by a third.")
    closed = f"The vote on *{scale.title}* of CLAIMS Claims summaries has closed"
    await story.slack.as_("sponsor").waits_for("dm", closed)
    await story.presses("sponsor", "Decide", "dm")
    await story.submits(
        "sponsor", choice="scale", reason="It pays for itself.", **{"ask-next-scope": "Motor claims next."}
    )

    told = await story.slack.as_("legal").waits_for(CLAIMS, f"has decided on *{scale.title}")

    assert "Scale up" in told
    assert "It pays for itself." in await story.slack.as_("auditor").says(CLAIMS, "/pilot decisions")
    status = await story.slack.as_("sponsor").says(CLAIMS, "/pilot status")
    assert "In production" in status.text, "what scaled goes on, with reviews"


def wanted(key: str) -> list[str]:
    gate = load().gate(key)
    return [*(each.key for each in load().checklist_due_by(key)), *gate.wanted]


async def records(story: Story, who: str, register: str, **answers: str) -> None:
    """Every topic of a register, each with its link and its owner."""
    for topic in load().register(register).topics:
        await story.asks(who, CLAIMS, f"/pilot register {register}")
        await story.presses(who, f"register-open-add:{topic.key}", "top")
        await story.submits(who, link=f"https://wiki.example/{topic.key}", owner=who, **answers)


async def settle(story: Story, *keys: str) -> None:
    """The product owner marks done what is still open of these, so that others can accept it."""
    owner = story.slack.as_("product-owner")
    for key in keys:
        title = load().item(key).title
        await story.asks("product-owner", CLAIMS, "/pilot done")
        if any(title in each for each in await owner.looks_up("item-options", title)):
            marked = {"item": title, "evidence": f"https://wiki.example/{key}"}
            if asked := answers(key):  # its card comes instead, with what was typed
                await owner.submits(marked)
                await story.submits("product-owner", **asked)
            else:
                await story.submits("product-owner", **marked)
        else:
            await owner.closes(all_=True)


def answers(key: str) -> dict[str, Any]:
    """To all that the playbook asks with an item: something of the right kind."""
    return {each.key: given(each) for each in load().item(key).asks if not each.optional}


def given(field: Field) -> Any:
    """By kind; of choices the first, and as many as are wanted."""
    least = max(field.least or 0, 1)
    return {
        "link": f"https://wiki.example/{field.key}",
        "number": str(least),
        "percent": str(least),
        "date": "2026-01-15",
        "person": "operations",
        "people": ["operations", "security", "product-owner"][:least],
        "choice": field.choices[0].key if field.choices else None,
        "choices": [each.key for each in field.choices[:least]],
        "confirm": True,
    }.get(field.kind, f"{field.title} It is agreed.")


async def sign_all(story: Story, gate: str, *roles: str) -> None:
    """Those who are asked, or asked once more; who has signed what stands there now has no button any more."""
    await story.asks("program-manager", CLAIMS, "/pilot signoff ask")
    await story.comes(datetime.fromisoformat(await story.slack.now()) + timedelta(minutes=1))  # until all are asked
    for role in roles:
        asked = await story.slack.as_(role).waits_for("dm", f"*{load().gate(gate).title}* of CLAIMS")
        if "Read and sign" in asked.buttons:
            await story.presses(role, "Read and sign", asked)
            await story.submits(role, answer="approved")
