"""Week 0: propose, compare, select, and the sponsor's agreement."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from commands import people
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services, as_id
from program import use_cases
from program.authority import may
from program.errors import Refused
from program.posts import AgreementAsked, AgreementGiven, Post, to_person
from program.use_cases import UseCase, UseCaseState
from storage import audit, outbox
from storage import use_cases as stored
from storage.database import Session
from templates import use_cases as shown
from templates.blocks import Message, done


def register(table: Dispatch) -> None:
    table.command(
        "propose", propose, help="Propose an AI use case: a minute to fill", may="use-case:propose", in_program=False
    )
    table.command(
        "candidates", candidates, help="Compare the candidates, ranked", may="use-case:list", in_program=False
    )
    table.command("select", select, help="Select the primary and the backup", may="use-case:select", in_program=False)
    table.shortcut("propose", propose)
    table.action(shown.OPEN_PROPOSE, propose)
    table.action("use-case-list", candidates)
    table.action(shown.OPEN_SELECT, select)
    table.action(shown.OPEN_AGREE, open_agreement)
    table.view(shown.PROPOSE, add)
    table.view(shown.SELECT, ask_the_sponsor)
    table.view(shown.AGREE, answer)
    table.render(AgreementAsked, agreement_asked)
    table.render(AgreementGiven, agreement_given)


# --- propose and compare ------------------------------------------------------------------------------------------


async def propose(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        await people.check_may(session, asked, "use-case:propose", playbook=services.playbook)
    await asked.open(shown.intake(services.playbook))


async def add(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    wanted = _from_form(asked, now)
    use_cases.check(wanted, today=now.date())
    chosen = {"sponsor": [wanted.sponsor], "product_owner": [wanted.product_owner]}
    if wanted.measured_by:
        chosen["measured_by"] = [wanted.measured_by]
    await people.meet(asked, services, [user for users in chosen.values() for user in users])

    async with services.database.writing() as session:
        await people.check_may(session, asked, "use-case:propose", playbook=services.playbook)
        await people.check_holders(session, asked, chosen)
        use_case = replace(wanted, number=await stored.next_number(session, asked.workspace))
        await stored.add(session, asked.workspace, use_case)
        await audit.note(session, asked.by, did="use-case:propose", to=use_case.name, at=now, after=use_case)

    message = shown.proposed(use_case, use_cases.score(use_case, services.playbook))
    await ack(response_action="update", view=done("Proposed", message))


def _from_form(asked: Asked, now: datetime) -> UseCase:
    form = asked.form
    return UseCase(
        id=uuid4(),
        number=0,
        title=form.needed("title"),
        problem=form.needed("problem"),
        who_feels_it=form.needed("who_feels_it"),
        cost_today=form.text("cost_today"),
        outcome=form.text("outcome"),
        measured_by=form.user("measured_by"),
        measured_on=form.date("measured_on"),
        sponsor=form.user("sponsor") or "",
        product_owner=form.user("product_owner") or "",
        impact=form.whole("impact"),
        data_readiness=form.whole("data-readiness"),
        complexity=form.whole("complexity"),
        unit=form.needed("unit"),
        proposed_by=asked.person,
        proposed_at=now,
    )


async def candidates(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        roles = await people.check_may(session, asked, "use-case:list", playbook=services.playbook)
        found = await stored.list_candidates(session, asked.workspace)
        selection = await stored.latest_selection(session, asked.workspace)
    if selection and selection.primary not in {each.id for each in found}:
        selection = None  # its primary has been started: nothing waits for it any more
    ranked = use_cases.ranked(found, services.playbook)
    may_select = any(may("use-case:select", roles | _standing_in(each, asked.person)) for each in found)
    message = shown.candidates(ranked, selection, may_select=may_select)
    await ack(text=message.text, blocks=message.blocks)


# --- select, and the sponsor's agreement --------------------------------------------------------------------------


async def select(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        found = await stored.list_candidates(session, asked.workspace)
        also = {role for each in found for role in _standing_in(each, asked.person)}
        await people.check_may(session, asked, "use-case:select", playbook=services.playbook, also=also)
    if len(found) < 2:  # noqa: PLR2004 - one primary, one backup
        raise Refused("Two candidates are needed, a primary and a backup. Propose another: `/pilot propose`.")
    await asked.open(shown.selection(use_cases.ranked(found, services.playbook)))


async def ask_the_sponsor(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    chosen = {name: as_id(asked.form.choice(name) or "") for name in ("primary", "backup")}

    async with services.database.writing() as session:
        primary = await stored.get(session, asked.workspace, chosen["primary"])
        backup = await stored.get(session, asked.workspace, chosen["backup"])
        await people.check_may(
            session, asked, "use-case:select", playbook=services.playbook, also=_standing_in(primary, asked.person)
        )
        selection = use_cases.select(
            primary, backup, id=uuid4(), by=asked.person, why=asked.form.needed("why"), now=now
        )
        await stored.clear_states(session, asked.workspace, UseCaseState.PRIMARY, UseCaseState.BACKUP)
        await stored.save_state(session, asked.workspace, primary.id, UseCaseState.PRIMARY)
        await stored.save_state(session, asked.workspace, backup.id, UseCaseState.BACKUP)
        await stored.add_selection(session, asked.workspace, selection)
        await outbox.add(
            session, asked.workspace, Post(AgreementAsked(selection.id), to_person(selection.sponsor), now)
        )
        await audit.note(session, asked.by, did="use-case:select", to=primary.name, at=now, after=selection)

    await ack(response_action="update", view=shown.asked_the_sponsor(selection, primary))


async def open_agreement(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        selection = await stored.get_selection(session, asked.workspace, asked.id)
        use_cases.check_answers(selection, by=asked.person)
        primary = await stored.get(session, asked.workspace, selection.primary)
        backup = await stored.get(session, asked.workspace, selection.backup)
    await asked.open(shown.agreement(selection, primary, backup))


async def answer(ack: Ack, asked: Asked, services: Services) -> None:
    now, agrees = services.clock.now(), asked.form.choice("answer") == "agree"

    async with services.database.writing() as session:
        before = await stored.get_selection(session, asked.workspace, asked.about_id("selection"))
        await people.check_may(
            session, asked, "use-case:agree", playbook=services.playbook,
            also={"sponsor"} if asked.person == before.sponsor else (),
        )  # fmt: skip
        primary = await stored.get(session, asked.workspace, before.primary)
        after = use_cases.answer(before, by=asked.person, agrees=agrees, comment=asked.form.text("comment"), now=now)
        await stored.save_selection(session, asked.workspace, after)
        if not agrees:
            await stored.clear_states(session, asked.workspace, UseCaseState.PRIMARY, UseCaseState.BACKUP)
        await outbox.show(session, asked.workspace, Post(AgreementAsked(after.id), to_person(after.sponsor), now))
        await outbox.add(session, asked.workspace, Post(AgreementGiven(after.id), to_person(after.selected_by), now))
        await audit.note(
            session, asked.by, did=f"use-case:{after.state}", to=primary.name, at=now, before=before, after=after
        )


def _standing_in(use_case: UseCase, person: str) -> set[str]:
    """What this person is to a use case that is no program yet."""
    named = {"sponsor": use_case.sponsor, "product-owner": use_case.product_owner}
    return {role for role, user in named.items() if user == person}


# --- what the sender says -----------------------------------------------------------------------------------------


async def agreement_asked(session: Session, workspace: UUID, subject: AgreementAsked, now: datetime) -> Message:
    selection = await stored.get_selection(session, workspace, subject.selection)
    primary = await stored.get(session, workspace, selection.primary)
    backup = await stored.get(session, workspace, selection.backup)
    return shown.agreement_asked(selection, primary, backup)


async def agreement_given(session: Session, workspace: UUID, subject: AgreementGiven, now: datetime) -> Message:
    selection = await stored.get_selection(session, workspace, subject.selection)
    return shown.agreement_given(selection, await stored.get(session, workspace, selection.primary))
