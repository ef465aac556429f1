"""Starting a program: the agreed primary gets its dates, its people and its channel."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import process

from commands import channels, people
from commands.dispatch import Ack, Dispatch
from commands.programs import sees
from commands.services import Asked, Services
from program import programs, schedule, signatures
from program.errors import Refused
from program.items import Item, ItemState
from program.people import check_together
from program.playbook import Playbook
from program.posts import ChannelMade, Home, Post, in_channel
from program.programs import Program
from program.selections import Selection, SelectionState
from program.sign_offs import SignOff, SignOffState
from program.standings import PassedGate
from program.use_cases import UseCase, UseCaseState
from program.visibility import check_chosen
from storage import audit, gates, items, outbox, playbooks, selections, sign_offs, standings, use_cases
from storage import people as stored_people
from storage import programs as stored
from storage.database import Session
from templates import programs as shown

NOT_AGREED = "No primary has its sponsor's agreement yet. `/pilot candidates` shows where the selection stands."


def register(table: Dispatch) -> None:
    table.command(
        "start",
        open_form,
        help="Start the agreed primary: date, channel, people",
        may="portfolio:see",
        in_program=False,
    )
    table.action(shown.OPEN_START, open_form)
    table.option(shown.TIMEZONE, search_timezones)
    table.view(shown.START, start)


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.reading() as session:
        _, use_case = await _agreed(session, asked, asked.value or asked.words.strip())
        await _check_may(session, asked, services.playbook, use_case)
        person = await stored_people.find(session, asked.workspace, asked.person)
        code = programs.code_for(use_case.title, taken=await stored.list_codes(session, asked.workspace))
        here = asked.channel if channels.is_channel(asked.channel) else None
        if here and await stored.find_in_channel(session, asked.workspace, here):
            here = None
    timezone = person.timezone if person and person.timezone in available_timezones() else "UTC"
    await asked.open(
        shown.start(
            use_case,
            services.playbook,
            monday=programs.next_monday(now.astimezone(ZoneInfo(timezone)).date()),
            timezone=timezone,
            channel_name=f"ai-{code.lower()}",
            here=here,
            manager=asked.person,
        )
    )


async def search_timezones(ack: Ack, asked: Asked, services: Services) -> None:
    """Those that contain what was typed first, then those that come near it."""
    wanted = asked.words.replace(" ", "_").lower()
    zones = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
    inside = [zone for zone in zones if wanted in zone.lower()]
    near = [zone for zone, *_ in process.extract(asked.words, zones, limit=shown.SHOWN)] if wanted else []
    await ack(options=shown.timezones(list(dict.fromkeys([*inside, *near]))))


async def start(ack: Ack, asked: Asked, services: Services) -> None:
    now, playbook = services.clock.now(), services.playbook
    chosen = {role.key: asked.form.users(role.key) for role in playbook.roles}
    holders = {user for users in chosen.values() for user in users}
    await people.meet(asked, services, holders)
    here = asked.about.get("here") if asked.form.choice("channel") == shown.TAKE else None
    if here:
        await channels.check_usable(asked, here)

    async with services.database.writing() as session:
        selection, use_case = await _agreed(session, asked, asked.about.get("use_case", ""))
        await _check_may(session, asked, playbook, use_case)
        await people.check_holders(session, asked, chosen)
        check_people(chosen, playbook, use_case)
        taken = await stored.list_codes(session, asked.workspace)
        program = replace(from_form(asked, use_case, playbook, taken, here, now), backup=selection.backup)
        await begin(session, asked, program, playbook, chosen, now)
        await use_cases.save_state(session, asked.workspace, use_case.id, UseCaseState.STARTED)
        await _pass_selection(session, program, playbook, selection, use_case, now)
        await audit.note(
            session, asked.by, did="program:start", to=program.code, at=now, program=program.id,
            after={"program": program, "people": chosen},
        )  # fmt: skip

    await ack(response_action="update", view=shown.started(program))


def check_people(chosen: Mapping[str, list[str]], playbook: Playbook, use_case: UseCase) -> None:
    """The roles that a start cannot do without are filled, by the sponsor who agreed, and by people who may."""
    for role in playbook.roles:
        if role.needed_to_start and not chosen[role.key]:
            raise Refused(f"Choose the {role.title}: the program cannot begin without one.", field=role.key)
    sponsors = [role.key for role in playbook.by_right.get("sponsor", ())]
    if not any(use_case.sponsor in chosen[key] for key in sponsors):
        raise Refused(
            f"<@{use_case.sponsor}> agreed to this as its sponsor, and must be among them.", field=sponsors[0]
        )
    check_together(chosen, playbook)


async def begin(
    session: Session,
    asked: Asked,
    program: Program,
    playbook: Playbook,
    chosen: Mapping[str, list[str]],
    now: datetime,
) -> None:
    """The program with its people; its channel is made as soon as this is stored."""
    if program.channel:
        await channels.check_free(session, asked.workspace, program)
    await playbooks.add(session, playbook)
    due = schedule.first_due(program, playbook.cadence, now)
    await stored.add(session, asked.workspace, program, next_due_at=due)
    for role, users in chosen.items():
        await stored_people.appoint(session, asked.workspace, program.id, role, users, by=asked.person, now=now)
    step = Post(ChannelMade(program.id), in_channel(f"step:{program.id}"), now)
    await outbox.add(session, asked.workspace, step)
    holders = sorted({user for users in chosen.values() for user in users})
    await outbox.refresh(session, asked.workspace, *(Home(user) for user in holders))


def from_form(
    asked: Asked, use_case: UseCase, playbook: Playbook, taken: set[str], here: str | None, now: datetime
) -> Program:
    form, code = asked.form, programs.code_for(use_case.title, taken=taken)
    visibility = check_chosen(form.choice("visibility"), unit=use_case.unit)
    start, timezone = form.date("start"), form.choice(shown.TIMEZONE) or "UTC"
    if start is None:
        raise Refused("Choose the Monday on which week 1 begins.", field="start")
    adopted = form.text("adopted") or ""
    programs.check_start(start, timezone, now=now, adopted=adopted, last_week=playbook.weeks[-1].number)
    name = form.text("channel_name") or f"ai-{code.lower()}"
    return Program(
        id=uuid4(),
        code=code,
        title=use_case.title,
        use_case=use_case.id,
        backup=None,
        playbook=playbook.digest,
        start=start,
        timezone=timezone,
        channel=here,
        channel_name="" if here else programs.check_channel_name(name),
        started_by=asked.person,
        started_at=now,
        profile=use_case.profile,
        visibility=visibility,
        unit=use_case.unit,
        adopted=adopted,
    )


async def _pass_selection(
    session: Session, program: Program, playbook: Playbook, selection: Selection, use_case: UseCase, now: datetime
) -> None:
    """Week 0 is behind the program: what it owed is what the records already say (framework 3, Phase 0)."""
    told = {
        "d0-business-case": f"The intake of {use_case.name}, posted as the business case",
        "d0-named-people": f"<@{use_case.sponsor}> and <@{use_case.product_owner}>",
        "d0-top-priority": f"Agreed by the sponsor on {selection.answered_at:%Y-%m-%d}",
    }
    gate = next((each for each in playbook.gates if each.kind == "selection"), None)
    if gate is None:  # a company's own playbook may begin with week 1
        return
    for entry in playbook.items_due_by(gate.week):
        evidence = told.get(entry.key, f"Settled with the selection of {use_case.name}")
        await items.save(
            session,
            program.id,
            Item(entry.key, ItemState.DONE, use_case.product_owner, evidence, None, program.started_by, now),
        )
    standing = await standings.get(session, program)
    signed = SignOff(
        uuid4(), program.id, gate.key, gate.decider, selection.sponsor, selection.selected_by, selection.selected_at,
        SignOffState.APPROVED, selection.comment, (),
        signatures.digest(standing, gate, gate.decider), selection.answered_at,
    )  # fmt: skip
    await sign_offs.add(session, signed)
    await sign_offs.add_signature(session, signed, standing.packet(gate))
    await gates.add(session, program.id, PassedGate(gate.key, now, program.started_by))


async def _agreed(session: Session, asked: Asked, wanted: str) -> tuple[Selection, UseCase]:
    """The primary with its sponsor's agreement; `wanted` is the one that an older button or form may still mean."""
    latest = await selections.list_latest(session, asked.workspace)
    agreed = [each for each in latest if each.state is SelectionState.AGREED]
    primaries = {each.id: await use_cases.get(session, asked.workspace, each.primary) for each in agreed}
    ready = [each for each in agreed if primaries[each.id].state is not UseCaseState.STARTED]
    for each in agreed if wanted else ():
        if wanted.upper() in {str(each.primary).upper(), primaries[each.id].name}:
            return each, await _not_started(session, asked, primaries[each.id])
    if not wanted and len(ready) > 1:
        ways = " or ".join(f"`/pilot start {primaries[each.id].name}`" for each in ready)
        raise Refused(f"More than one primary has its agreement: {ways}.", field="start")
    if not ready:
        if agreed and not wanted:
            await _not_started(session, asked, primaries[agreed[0].id])
        raise Refused(NOT_AGREED, field="start")
    use_case = primaries[ready[0].id]
    if wanted:
        raise Refused(
            f"The selection has changed: {use_case.name} {use_case.title} is the agreed primary now. `/pilot start`"
            " opens its form.",
            field="start",
        )
    return ready[0], use_case


async def _not_started(session: Session, asked: Asked, use_case: UseCase) -> UseCase:
    if use_case.state is UseCaseState.STARTED:
        begun = await stored.find_by_use_case(session, asked.workspace, use_case.id)
        if begun and not await sees(session, asked, begun):
            raise Refused(NOT_AGREED, field="start")
        raise Refused(
            f"{use_case.name} {use_case.title} has been started already: `/pilot status` shows it.", field="start"
        )
    return use_case


async def _check_may(session: Session, asked: Asked, playbook: Playbook, use_case: UseCase) -> None:
    also = use_case.standing_of(asked.person)
    await people.check_may(session, asked, "program:start", playbook=playbook, also=also)
