"""Week 0: propose a candidate in a minute, correct it, take it out, bring it back."""

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from commands import people
from commands.assessments import became
from commands.candidates import card, check_may, show_card
from commands.dispatch import Ack, Dispatch
from commands.items import present
from commands.services import Asked, Services, as_id
from program import rounds as rules_of_rounds
from program import use_cases
from program.errors import Refused
from program.intake import Example
from program.playbook import Playbook
from program.posts import InquiryAsked
from program.rounds import Round
from program.use_cases import UseCase
from storage import audit, outbox, rounds
from storage import use_cases as stored
from storage.database import Session
from templates import use_cases as shown
from templates.words import say


def register(table: Dispatch) -> None:
    table.command(
        "propose", propose, help="Propose an AI use case: a minute to fill", may="use-case:propose", in_program=False
    )
    table.shortcut("propose", propose)
    table.action(shown.OPEN_PROPOSE, propose)
    table.action(shown.BEGIN_WITH, begin_with)
    table.view(shown.PROPOSE, add)
    table.action(shown.OPEN_CORRECT, open_correction)
    table.view(shown.CORRECT, correct)
    table.action(shown.OPEN_TAKE_OUT, open_taking_out)
    table.view(shown.TAKE_OUT, take_out)
    table.action(shown.BRING_BACK, bring_back)


# --- propose ------------------------------------------------------------------------------------------------------


async def propose(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        await people.check_may(session, asked, "use-case:propose", playbook=services.playbook)
        open_ones = await rounds.list_rounds(session, asked.workspace, open_only=True)
    chosen = asked.value if any(str(each.id) == asked.value for each in open_ones) else None
    await present(asked, shown.intake(open_ones, services.playbook.examples, round=chosen))


async def begin_with(ack: Ack, asked: Asked, services: Services) -> None:
    """The words of a worked example, to be changed; nothing is stored yet."""
    async with services.database.reading() as session:
        open_ones = await rounds.list_rounds(session, asked.workspace, open_only=True)
    example = find_example(services.playbook, asked.value)
    await asked.replace(shown.intake(open_ones, services.playbook.examples, example=example))


def find_example(playbook: Playbook, key: str) -> Example:
    for each in playbook.examples:
        if each.key == key:
            return each
    raise Refused("The playbook has no such example any more. Write your own proposal.")


async def add(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    wanted = use_cases.check(_from_form(asked, now))
    chosen = {"sponsor": [wanted.sponsor or ""], "product_owner": [wanted.product_owner or ""]}
    chosen = {field: [user for user in users if user] for field, users in chosen.items()}
    await people.meet(asked, services, [user for users in chosen.values() for user in users])

    async with services.database.writing() as session:
        await people.check_may(session, asked, "use-case:propose", playbook=services.playbook)
        await people.check_holders(session, asked, chosen)
        round, unit = await _place(session, asked)
        number = await stored.next_number(session, asked.workspace)
        use_case = replace(wanted, number=number, round=round.id if round else None, unit=unit)
        await stored.add(session, asked.workspace, use_case)
        if assessed := asked.about.get("assessed"):
            await became(session, asked, use_case.id, id=as_id(assessed))
        await audit.note(session, asked.by, did="use-case:propose", to=use_case.name, at=now, after=use_case)

    await show_card(ack, asked, services, use_case.id, news=say("use_case_proposed", use_case=use_case))


async def _place(session: Session, asked: Asked) -> tuple[Round | None, str]:
    """The round that was chosen and its unit, or the unit that was typed."""
    chosen = asked.form.choice("round")
    if chosen is None or chosen == shown.NO_ROUND:
        return None, asked.form.needed("unit")
    round = await rounds.get(session, asked.workspace, as_id(chosen))
    try:
        rules_of_rounds.check_open(round)
    except Refused as refused:
        raise Refused(str(refused), field="round") from None
    if (unit := asked.form.text("unit")) and unit.casefold() != round.unit.casefold():
        raise Refused(f"You chose the round of {round.unit}: leave this empty, or choose “None of these”.",
                      field="unit")  # fmt: skip
    return round, round.unit


def _from_form(asked: Asked, now: datetime) -> UseCase:
    """Who proposes owns it, unless they name somebody or are its sponsor."""
    form = asked.form
    sponsor, owner = form.user("sponsor"), form.user("product_owner")
    return UseCase(
        id=uuid4(),
        number=0,
        title=form.needed("title"),
        problem=form.needed("problem"),
        who_feels_it=form.needed("who_feels_it"),
        cost_today=None,
        outcome=None,
        measured_by=None,
        measured_on=None,
        sponsor=sponsor,
        product_owner=owner,
        impact=None,
        data_readiness=None,
        complexity=None,
        unit="",
        proposed_by=asked.person,
        proposed_at=now,
        example=asked.about.get("example"),
    )


# --- correct, take out, bring back --------------------------------------------------------------------------------


async def open_correction(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        use_case = await stored.get(session, asked.workspace, asked.id)
        await check_may(session, asked, services.playbook, use_case, "use-case:correct")
    use_cases.check_open(use_case)
    await present(asked, shown.correction(use_case))


async def correct(ack: Ack, asked: Asked, services: Services) -> None:
    now, form = services.clock.now(), asked.form
    chosen = {name: [user] if (user := form.user(name)) else [] for name in ("sponsor", "product_owner")}
    await people.meet(asked, services, [user for users in chosen.values() for user in users])

    async with services.database.writing() as session:
        before = await stored.get(session, asked.workspace, asked.about_id("use_case"))
        await check_may(session, asked, services.playbook, before, "use-case:correct")
        await people.check_holders(session, asked, chosen)
        wanted = replace(
            before,
            title=form.needed("title"),
            problem=form.needed("problem"),
            who_feels_it=form.needed("who_feels_it"),
            unit=form.needed("unit"),
            sponsor=form.user("sponsor"),
            product_owner=form.user("product_owner"),
        )
        after = use_cases.correct(before, wanted)
        await stored.save(session, asked.workspace, after)
        await audit.note(session, asked.by, did="use-case:correct", to=after.name, at=now, before=before, after=after)

    await show_card(ack, asked, services, after.id, news=say("use_case_corrected", use_case=after))


async def open_taking_out(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        use_case = await stored.get(session, asked.workspace, asked.id)
        await check_may(session, asked, services.playbook, use_case, "use-case:take-out")
    use_cases.check_open(use_case)
    await present(asked, shown.taking_out(use_case, is_own=asked.person == use_case.proposed_by))


async def take_out(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.writing() as session:
        before = await stored.get(session, asked.workspace, asked.about_id("use_case"))
        await check_may(session, asked, services.playbook, before, "use-case:take-out")
        after = use_cases.take_out(before, why=asked.form.text("why"), is_own=asked.person == before.proposed_by)
        await _save_state(session, asked, before, after, f"use-case:{after.state}", now)
    await show_card(ack, asked, services, after.id)


async def bring_back(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.writing() as session:
        before = await stored.get(session, asked.workspace, asked.id)
        await check_may(session, asked, services.playbook, before, "use-case:take-out")
        after = use_cases.bring_back(before)
        await _save_state(session, asked, before, after, "use-case:bring-back", now)
        view = await card(session, asked, services.playbook, after)
    await present(asked, view)


async def _save_state(session: Session, asked: Asked, before: UseCase, after: UseCase, did: str, now: datetime) -> None:
    """Who was asked about it sees whether it still waits for them."""
    await stored.save(session, asked.workspace, after)
    waiting = [InquiryAsked(after.id, each.inquiry, each.owed_by) for each in after.replies if each.owed_by]
    await outbox.refresh(session, asked.workspace, *waiting)
    await audit.note(session, asked.by, did=did, to=after.name, at=now, before=before, after=after)
