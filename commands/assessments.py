"""Pilots without a program: the inventory, what each lacks, which are ready, and how one becomes a candidate."""

from dataclasses import replace
from uuid import UUID, uuid4

from commands import people
from commands.dispatch import Ack, Dispatch
from commands.items import present
from commands.services import Asked, Services
from program import assessments, pasted_pilots
from program.assessments import Assessed, Running
from program.programs import next_monday
from storage import assessments as stored
from storage import audit, rounds
from storage.database import Session
from templates import assessments as shown
from templates import use_cases
from templates.blocks import View


def register(table: Dispatch) -> None:
    table.command(
        "assess", show, help="Pilots without a program: what each lacks, and which is ready", may="pilot:see",
        in_program=False,
    )  # fmt: skip
    table.action(shown.LIST, show)
    table.action(shown.REPORT, report)
    table.action(shown.OPEN, open_card)
    table.action(shown.OPEN_ADD, open_add)
    table.action(shown.OPEN_ANSWERS, open_answers)
    table.action(shown.OPEN_PASTE, open_paste)
    table.action(shown.OPEN_PLAN, open_plan)
    table.action(shown.PROPOSE, propose)
    table.view(shown.SAVE, save)
    table.view(shown.PASTE, paste)


async def _list(session: Session, asked: Asked, services: Services, action: str) -> list[Assessed]:
    await people.check_may(session, asked, action, playbook=services.playbook)
    return await stored.list_all(session, asked.workspace)


async def _one(session: Session, asked: Asked, services: Services, action: str) -> Assessed:
    await people.check_may(session, asked, action, playbook=services.playbook)
    return await stored.get(session, asked.workspace, asked.id)


# --- seeing -------------------------------------------------------------------------------------------------------


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        found = assessments.ranked(await _list(session, asked, services, "pilot:see"), services.playbook)
    page = asked.value.rpartition("/")[2]
    ready = assessments.recommended(found, services.playbook)
    message = shown.listed(found, ready, page=int(page) if page.isdecimal() else 0)
    await ack(text=message.text, blocks=message.blocks)


async def report(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        found = assessments.ranked(await _list(session, asked, services, "pilot:see"), services.playbook)
    message = shown.report(found, services.playbook)
    await ack(text=message.text, blocks=message.blocks)


async def open_card(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        pilot = await _one(session, asked, services, "pilot:see")
    await present(asked, _card(pilot, services))


def _card(pilot: Assessed, services: Services, news: str | None = None) -> View:
    assessed = assessments.assess(pilot, services.playbook)
    return shown.card(assessed, assessed.why_not(services.playbook.limits.sprint_from), news=news)


# --- adding and answering -----------------------------------------------------------------------------------------


async def open_add(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        await people.check_may(session, asked, "pilot:assess", playbook=services.playbook)
    await present(asked, shown.form(services.playbook))


async def open_answers(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        pilot = await _one(session, asked, services, "pilot:assess")
    await present(asked, shown.form(services.playbook, pilot))


async def save(ack: Ack, asked: Asked, services: Services) -> None:
    now, form = services.clock.now(), asked.form
    owner = form.user("owner")
    holders = [owner] if owner else []
    await people.meet(asked, services, holders)
    async with services.database.writing() as session:
        found = await _list(session, asked, services, "pilot:assess")
        await people.check_holders(session, asked, {"owner": holders})
        before = next((each for each in found if str(each.id) == asked.about.get("pilot")), None)
        after = replace(
            before or Assessed(uuid4(), "", "", "", Running.RUNNING, {}, asked.person, now),
            name=" ".join(form.needed("name").split()), what=form.text("what") or "", unit=form.text("unit") or "",
            state=Running(form.choice("state") or Running.RUNNING), answers=_answers(asked, services), owner=owner,
        )  # fmt: skip
        assessments.check_new(after, found)
        await (stored.save if before else stored.add)(session, asked.workspace, after)
        did = "pilot:answer" if before else "pilot:add"
        await audit.note(session, asked.by, did=did, to=after.name, at=now, before=before, after=after)
    await ack(response_action="update", view=_card(after, services, news="saved"))


def _answers(asked: Asked, services: Services) -> dict[str, bool]:
    modes = services.playbook.failure_modes
    shows = [key for mode in modes for key in asked.form.choices(f"shows-{mode.key}")]
    return assessments.answered(services.playbook, shows=shows, unknown=asked.form.choices("unknown"))


async def open_paste(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        await people.check_may(session, asked, "pilot:assess", playbook=services.playbook)
    await present(asked, shown.paste())


async def paste(ack: Ack, asked: Asked, services: Services) -> None:
    """All of the list, or nothing of it."""
    now = services.clock.now()
    async with services.database.writing() as session:
        found = await _list(session, asked, services, "pilot:assess")
        rows = pasted_pilots.read(asked.form.needed("rows"), services.playbook, taken=[each.name for each in found])
        pilots = [
            Assessed(
                uuid4(), each.name, each.what, each.unit, each.state, each.answers, asked.person, now,
                owner_name=each.owner,
            )
            for each in rows
        ]  # fmt: skip
        await stored.add(session, asked.workspace, *pilots)
        names = [each.name for each in pilots]
        await audit.note(session, asked.by, did="pilot:paste", to=f"{len(pilots)} pilots", at=now, after=names)
    await ack(response_action="update", view=shown.pasted(pilots))


# --- what becomes of one ------------------------------------------------------------------------------------------


async def open_plan(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        pilot = await _one(session, asked, services, "pilot:see")
    start = next_monday(services.clock.now().date())
    await present(asked, shown.plan(assessments.assess(pilot, services.playbook), services.playbook, start))


async def propose(ack: Ack, asked: Asked, services: Services) -> None:
    """The proposal with what is known of it; sent in, the pilot becomes that candidate."""
    async with services.database.reading() as session:
        pilot = await _one(session, asked, services, "pilot:assess")
        open_ones = await rounds.list_rounds(session, asked.workspace, open_only=True)
    assessments.check_free(pilot)
    await present(asked, use_cases.intake(open_ones, services.playbook.examples, assessed=pilot))


async def became(session: Session, asked: Asked, use_case: UUID, *, id: UUID) -> None:
    """The pilot is this candidate from now on."""
    pilot = await stored.get(session, asked.workspace, id)
    assessments.check_free(pilot)
    await stored.save(session, asked.workspace, replace(pilot, use_case=use_case))
