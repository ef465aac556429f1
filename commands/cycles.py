"""The next cycle: what would carry over, the form that starts it, and the message that lists what did."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from commands import channels, items, people, starting
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program import cycles, programs
from program.authority import may
from program.cycles import Carried
from program.decisions import Decision, title
from program.errors import Refused
from program.items import Item, ItemState
from program.playbook import Playbook
from program.posts import CycleBegun, Home, Plan, Post, in_program
from program.programs import Program
from program.standings import PassedGate, Standing
from program.use_cases import UseCase, UseCaseState
from storage import actions, audit, decision_log, gates, kpis, outbox, risks, standings, use_cases
from storage import items as stored_items
from storage import programs as stored
from storage.database import Session
from templates import cycles as shown
from templates.blocks import Message
from templates.programs import TAKE


def register(table: Dispatch) -> None:
    table.command("cycle", show, help="What carries over into the next 90 days, and their start", may="program:see")
    table.action(shown.SHOW, show)
    table.action(shown.OPEN, open_form)
    table.view(shown.START, start)
    table.render(CycleBegun, begun)


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, roles = await items.find_standing(session, asked, "program:see")
        follower = await _follower(session, asked, standing)
    message = shown.screen(standing, follower, may_start=may("cycle:start", roles))
    await ack(text=message.text, blocks=message.blocks)


async def _follower(session: Session, asked: Asked, standing: Standing) -> Program | None:
    return await stored.find_following(session, asked.workspace, standing.program.id)


async def _may_begin(session: Session, asked: Asked) -> tuple[Standing, Decision]:
    standing, _ = await items.find_standing(session, asked, "cycle:start")
    return standing, cycles.check_next(standing, await _follower(session, asked, standing))


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.reading() as session:
        standing, decision = await _may_begin(session, asked)
        taken = await stored.list_codes(session, asked.workspace)
        channel = standing.program.channel
        here = await stored.find_in_channel(session, asked.workspace, channel) if channel else None
    program = standing.program
    code = programs.code_for(cycles.named(program.title), taken=taken)
    monday = programs.next_monday(now.astimezone(ZoneInfo(program.timezone)).date())
    is_free = here is not None and here.id == program.id
    view = shown.form(
        standing, decision, services.playbook, monday=monday, channel_name=f"ai-{code.lower()}", keeps_channel=is_free
    )
    await items.present(asked, view)


async def start(ack: Ack, asked: Asked, services: Services) -> None:
    now, playbook, form = services.clock.now(), services.playbook, asked.form
    chosen = {role.key: form.users(role.key) for role in playbook.roles}
    await people.meet(asked, services, {user for users in chosen.values() for user in users})
    async with services.database.reading() as session:
        channel = (await stored.get(session, asked.workspace, asked.about_id("program"))).channel
    here = channel if form.choice("channel") == TAKE else None
    if here:
        await channels.check_usable(asked, here)

    async with services.database.writing() as session:
        before, decision = await _may_begin(session, asked)
        await people.check_holders(session, asked, chosen)
        use_case = await _use_case(session, asked, before, chosen, playbook, now)
        starting.check_people(chosen, playbook, use_case)
        taken = await stored.list_codes(session, asked.workspace)
        made = starting.from_form(asked, use_case, playbook, taken, here, now)
        program = replace(
            made, follows=before.program.id, profile=before.program.profile, backup=before.program.backup,
            country=before.program.country, holidays=before.program.holidays,
        )  # fmt: skip
        targets = _targets(asked, before)
        carried = cycles.carry_over(before, program, decision, targets=targets, by=asked.person, now=now)
        await starting.begin(session, asked, program, playbook, chosen, now)
        await _store(session, program, carried)
        await _pass_selection(session, program, playbook, before, decision, now)
        told = Post(CycleBegun(program.id), in_program(program.id), now, thread_of=Plan(program.id))
        await outbox.add(session, asked.workspace, told)
        await outbox.refresh(session, asked.workspace, *(Home(each.user) for each in before.appointments))
        await audit.note(
            session, asked.by, did="program:start", to=program.code, at=now, program=program.id,
            after={"program": program, "people": chosen, "follows": before.program.code},
        )  # fmt: skip
        await audit.note(
            session, asked.by, did="cycle:start", to=before.program.code, at=now, program=before.program.id,
            after={"program": program.code},
        )  # fmt: skip
    await ack(response_action="update", view=shown.started(program))


def _targets(asked: Asked, before: Standing) -> dict[UUID, float | None]:
    return {each.id: asked.form.number(f"target-{each.number}") for each in cycles.targeted(before)}


async def _use_case(
    session: Session,
    asked: Asked,
    before: Standing,
    chosen: Mapping[str, Sequence[str]],
    playbook: Playbook,
    now: datetime,
) -> UseCase:
    """The same one, once more: with the aim of this cycle, and all that was answered about it."""
    old = await use_cases.get(session, asked.workspace, before.program.use_case)
    new = replace(
        old, id=uuid4(), number=await use_cases.next_number(session, asked.workspace),
        title=cycles.named(before.program.title), problem=asked.form.needed("aim"),
        sponsor=_first(chosen, playbook, "sponsor"), product_owner=_first(chosen, playbook, "product-owner"),
        proposed_by=asked.person, proposed_at=now, state=UseCaseState.STARTED, round=None, example=None,
    )  # fmt: skip
    await use_cases.add(session, asked.workspace, new)
    for reply in old.replies:
        await use_cases.save_reply(session, asked.workspace, new.id, reply)
    return new


def _first(chosen: Mapping[str, Sequence[str]], playbook: Playbook, right: str) -> str | None:
    return next((user for role in playbook.by_right.get(right, ()) for user in chosen[role.key]), None)


async def _store(session: Session, program: Program, carried: Carried) -> None:
    """Numbered anew, in the order of before."""

    async def number(kind: str) -> int:
        return await stored.next_number(session, program.id, kind)

    for kpi in sorted(carried.kpis, key=lambda each: each.guards is not None):  # what is guarded comes first
        await kpis.add(session, program.id, replace(kpi, number=await number("kpi")))
    for risk in carried.risks:
        await risks.add(session, replace(risk, number=await number("risk")))
    for action in carried.actions:
        await actions.add(session, replace(action, number=await number("action")))
    for entry in carried.learnt:
        await decision_log.add(session, replace(entry, number=await number("decision")))


async def _pass_selection(
    session: Session, program: Program, playbook: Playbook, before: Standing, decision: Decision, now: datetime
) -> None:
    """Week 0 rests on the decision that ended the cycle before."""
    gate = next((each for each in playbook.gates if each.kind == "selection"), None)
    if gate is None:
        return
    what = title(before.playbook.gate(decision.gate), decision)
    evidence = f"“{what}”, decided on {decision.at:%Y-%m-%d} for {before.program.code}"
    for entry in playbook.items_due_by(gate.week):
        done = Item(entry.key, ItemState.DONE, None, evidence, None, program.started_by, now)
        await stored_items.save(session, program.id, done)
    await gates.add(session, program.id, PassedGate(gate.key, now, program.started_by))


# --- what the sender says -----------------------------------------------------------------------------------------


async def begun(session: Session, workspace: UUID, subject: CycleBegun, now: datetime) -> Message:
    program = await stored.get(session, workspace, subject.program)
    if program.follows is None:
        raise Refused("This program follows none.")
    standing = await standings.get(session, program)
    return shown.begun(standing, await standings.get(session, await stored.get(session, workspace, program.follows)))
