"""Items: marked done with evidence, taken, handed over, marked as not applicable, reopened; each from its card."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from commands import people, programs
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services, as_id
from program import items, proofs, surfaces
from program.authority import WORKERS, may
from program.errors import Refused
from program.exemptions import Exemption, ExemptionKind, approvers, is_mandatory, proposal
from program.facts import Facts
from program.items import Item
from program.playbook import ChecklistItem, Entry
from program.posts import ExemptionsProposed, ItemHanded, Post, to_person
from program.programs import Program, check_unfinished
from program.standings import Standing
from storage import audit, outbox, standings
from storage import items as stored
from storage import people as stored_people
from storage import programs as stored_programs
from storage.database import Session
from templates import checklist as lists
from templates import items as shown
from templates.blocks import Message, View


def register(table: Dispatch) -> None:
    table.action(shown.OPEN, open_card)
    table.action(shown.TAKE, take)
    table.action(shown.REOPEN, reopen)
    table.action(shown.OPEN_ASSIGN, open_assign)
    table.action(shown.OPEN_WAIVE, open_waive)
    table.action(shown.OPEN_PAGE, open_page)
    table.view(shown.CARD, done)
    table.view(shown.ASSIGN, assign)
    table.view(shown.WAIVE, waive)
    table.action(shown.OPEN_WAIVER, open_waiver)
    table.view(shown.WAIVER, propose_waiver)
    table.render(ItemHanded, item_handed)


NOT_APPLICABLE, WAIVER = ExemptionKind


@dataclass(frozen=True, slots=True)
class Found:
    """An item as it was read, where its program stands, and what the person may act as there."""

    standing: Standing
    entry: Entry
    item: Item
    roles: frozenset[str]


# --- what is shown ------------------------------------------------------------------------------------------------


async def open_card(ack: Ack, asked: Asked, services: Services) -> None:
    this = await _look(asked, services, "item:done")
    await present(asked, shown.card(this.standing, this.entry, services.clock.now(), page=page_of(asked)))


async def open_assign(ack: Ack, asked: Asked, services: Services) -> None:
    this = await _look(asked, services, "item:take")
    await present(asked, shown.assign(this.standing, this.entry, page=page_of(asked)))


async def open_waive(ack: Ack, asked: Asked, services: Services) -> None:
    this = await _look(asked, services, "item:waive")
    await present(asked, shown.waive(this.standing, this.entry, page=page_of(asked)))


async def open_page(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, roles = await find_standing(session, asked, "program:see")
    page = asked.value.partition("/")[2]
    await present(asked, lists.page(standing, page, services.clock.now(), may_change=may("item:done", roles)))


async def present(asked: Asked, view: View) -> None:
    """In the modal in which the button was pressed, so that modals never pile up; else in a new one."""
    if asked.view and not asked.in_home:
        await asked.replace(view)
    else:
        await asked.open(view)


# --- what changes -------------------------------------------------------------------------------------------------


async def done(ack: Ack, asked: Asked, services: Services) -> None:
    """Evidence for an item that changed meanwhile is not stored, nor lost: the card comes back with both."""
    evidence, now = asked.form.text("evidence"), services.clock.now()

    async with services.database.writing() as session:
        this = await _hold(session, asked, "item:done")
        given = asked.form.facts(this.entry.asks)
        typed = bool(evidence or given)
        is_behind = _is_behind(this, asked) and typed and (this.item.evidence, this.item.facts) != (evidence, given)
        if not is_behind:
            after = with_proof(this, evidence=evidence, given=given, by=asked.person, now=now)
            this = await _save(session, asked, this, "item:done", after, now)

    if is_behind:
        view = shown.card(this.standing, this.entry, now, page=page_of(asked), typed=evidence, given=given)
        await ack(response_action="update", view=view)
    else:
        await _close(ack, asked, this, now)


def with_proof(this: Found, *, evidence: str | None, given: Facts, by: str, now: datetime) -> Item:
    """Done, if all that makes it true is there."""
    missing = proofs.lacking(this.standing, this.entry, given)
    return items.done(this.item, this.entry, evidence=evidence, given=given, lacking=missing, by=by, now=now)


async def take(ack: Ack, asked: Asked, services: Services) -> None:
    def rule(this: Found, now: datetime) -> Item:
        return items.take(this.item, by=asked.person, now=now)

    this, now = await change(asked, services, "item:take", rule)
    await _show(ack, asked, this, now, shown.taken(this.standing, this.entry, now))


async def reopen(ack: Ack, asked: Asked, services: Services) -> None:
    def rule(this: Found, now: datetime) -> Item:
        return items.reopen(this.item, passed=this.standing.passed_with(this.entry), by=asked.person, now=now)

    this, now = await change(asked, services, "item:reopen", rule)
    await _show(ack, asked, this, now, shown.reopened(this.standing, this.entry))


async def waive(ack: Ack, asked: Asked, services: Services) -> None:
    def rule(this: Found, now: datetime) -> Item:
        _check_current(this, asked, field="reason")
        reason = asked.form.text("reason")
        if is_mandatory(this.standing, this.entry):
            return items.propose(this.item, exemption(this, asked, NOT_APPLICABLE, now), by=asked.person, now=now)
        return items.not_applicable(this.item, reason=reason, by=asked.person, now=now)

    this, now = await change(asked, services, "item:waive", rule)
    await _close(ack, asked, this, now)


async def open_waiver(ack: Ack, asked: Asked, services: Services) -> None:
    this = await _look(asked, services, "item:waive")
    if not isinstance(this.entry, ChecklistItem):
        raise Refused("Only an item of the checklist can be waived: say that this does not apply, or do it.")
    await present(asked, shown.waiver(this.standing, this.entry, page=page_of(asked)))


async def propose_waiver(ack: Ack, asked: Asked, services: Services) -> None:
    """Whatever is waived for a time wants another role's approval, mandatory or not."""

    def rule(this: Found, now: datetime) -> Item:
        _check_current(this, asked, field="reason")
        return items.propose(this.item, exemption(this, asked, WAIVER, now), by=asked.person, now=now)

    this, now = await change(asked, services, "item:waive", rule)
    await _close(ack, asked, this, now)


def exemption(this: Found, asked: Asked, kind: ExemptionKind, now: datetime) -> Exemption:
    form, standing = asked.form, this.standing
    return proposal(
        kind,
        reason=form.text("reason"),
        control=form.text("control"),
        expires=form.date("expires"),
        by=asked.person,
        today=standing.program.today(now),
        longest=standing.playbook.limits.waiver_days,
        now=now,
    )


async def assign(ack: Ack, asked: Asked, services: Services) -> None:
    now, to = services.clock.now(), asked.form.user("owner")
    chosen = [to] if to else []
    await people.meet(asked, services, chosen)

    async with services.database.writing() as session:
        before = await _hold(session, asked, "item:take")
        _check_current(before, asked, field="owner")
        await people.check_holders(session, asked, {"owner": chosen})
        await _check_works_here(session, asked, before.standing, chosen)
        after = items.assign(before.item, to=to, by=asked.person, now=now)
        this = await _save(session, asked, before, "item:assign", after, now)
        if to and to != asked.person and this.item != before.item:
            program = this.standing.program
            handed = ItemHanded(program.id, this.entry.key, to, program.today(now))
            await outbox.add(session, asked.workspace, Post(handed, to_person(to), now))

    await _close(ack, asked, this, now)


async def _check_works_here(session: Session, asked: Asked, standing: Standing, users: list[str]) -> None:
    """Whoever is given something to do must be able to say that it is done."""
    for user in users:
        roles = await stored_people.roles(session, asked.workspace, user, standing.program.id)
        if not WORKERS & standing.playbook.acting(roles):
            raise Refused(
                f"This person has no working role in {standing.program.code}, and could not mark it done. Choose"
                " someone who has, or appoint them first: `/pilot people`.",
                field="owner",
            )


def _is_behind(this: Found, asked: Asked) -> bool:
    return shown.seen(this.item) != asked.about.get("seen")


def _check_current(this: Found, asked: Asked, *, field: str) -> None:
    if _is_behind(this, asked):
        state = shown.STATES[this.item.state]
        raise Refused(
            f"Somebody changed this while you had it open: it is {state} now. Press Back to see it, and decide again.",
            field=field,
        )


# --- what they share ----------------------------------------------------------------------------------------------


async def find_standing(session: Session, asked: Asked, action: str) -> tuple[Standing, frozenset[str]]:
    """Where the program stands that is asked about, for someone who may do this there; and all they may act as."""
    standing = await standings.get(session, await find_program(session, asked))
    return standing, await people.check_may(session, asked, action, standing.program.id, playbook=standing.playbook)


async def find_program(session: Session, asked: Asked) -> Program:
    """The program that a button or a modal carries, else the one that the command is about."""
    carried = asked.value.partition("/")[0] or asked.about.get("program")
    if carried:
        return await stored_programs.get(session, asked.workspace, as_id(carried))
    return await programs.find(session, asked)


async def _look(asked: Asked, services: Services, action: str) -> Found:
    async with services.database.reading() as session:
        return await find(session, asked, action)


async def _hold(session: Session, asked: Asked, action: str) -> Found:
    this = await find(session, asked, action)
    check_unfinished(this.standing.program)
    return this


async def find(session: Session, asked: Asked, action: str) -> Found:
    """The item that a button or a modal is about, or that was picked; its row's version is kept from here on."""
    key = asked.value.partition("/")[2] or asked.about.get("item") or asked.form.choice("item") or ""
    item = await stored.get(session, (await find_program(session, asked)).id, key)
    standing, roles = await find_standing(session, asked, action)
    return Found(standing, standing.playbook.item(key), item, roles)


async def split_words(session: Session, asked: Asked) -> tuple[Asked, str]:
    """A program's code at the beginning stays with the request; the other words are the subject's own."""
    first, _, rest = asked.words.partition(" ")
    if await programs.is_code(session, asked, first):
        return replace(asked, words=first), rest.strip()
    return replace(asked, words=""), asked.words


async def change(
    asked: Asked, services: Services, action: str, rule: Callable[[Found, datetime], Item]
) -> tuple[Found, datetime]:
    """One item by one rule, in one transaction."""
    now = services.clock.now()
    async with services.database.writing() as session:
        this = await _hold(session, asked, action)
        return await _save(session, asked, this, action, rule(this, now), now), now


async def _save(session: Session, asked: Asked, this: Found, did: str, after: Item, now: datetime) -> Found:
    """What did not change, because it was pressed twice, is not stored and not noted."""
    if after == this.item:
        return this
    standing = await save(session, asked, this.standing, did, before=this.item, after=after, now=now)
    if after.is_proposed:
        await ask_approvers(session, asked, standing, after.key, now)
    return replace(this, standing=standing, item=after)


async def ask_approvers(session: Session, asked: Asked, standing: Standing, key: str, now: datetime) -> None:
    """Whoever may approve the exemption learns of it, once a day; it also stands in what they owe."""
    entry, program = standing.playbook.item(key), standing.program
    if not isinstance(entry, ChecklistItem):
        return
    for user in approvers(standing, entry):
        asks = ExemptionsProposed(program.id, user, program.today(now))
        await outbox.show(session, asked.workspace, Post(asks, to_person(user), now))


async def save(
    session: Session, asked: Asked, standing: Standing, did: str, *, before: Item, after: Item, now: datetime
) -> Standing:
    """Stores an item with its trail, and keeps current what shows it; returns how the program stands now."""
    program, entry = standing.program, standing.playbook.item(after.key)
    now_standing = replace(standing, items={**standing.items, after.key: after})
    await stored.save(session, program.id, after)
    owed_before = standing.owners(entry)
    seen_by = surfaces.of_item(now_standing, entry, now, touched=[*owed_before, asked.person])
    await outbox.refresh(session, asked.workspace, *seen_by)
    to = f"{program.code} {entry.title}"
    by = people.acting(asked, standing, entry.owner_role)
    await audit.note(session, by, did=did, to=to, at=now, program=program.id, before=before, after=after)
    return now_standing


def page_of(asked: Asked) -> str | None:
    """The list to come back to, where the modal was opened from one."""
    return asked.about.get("page")


async def _close(ack: Ack, asked: Asked, this: Found, now: datetime) -> None:
    """Back to the list that the form was opened from; from a message, the message itself shows what has changed."""
    if page := page_of(asked):
        view = lists.page(this.standing, page, now, may_change=may("item:done", this.roles))
        await ack(response_action="update", view=view)


async def _show(ack: Ack, asked: Asked, this: Found, now: datetime, text: str) -> None:
    """After a button: in its modal, or beside its message."""
    if not asked.view or asked.in_home:
        await ack(text=text)
    elif page := page_of(asked):
        await asked.replace(lists.page(this.standing, page, now, may_change=may("item:done", this.roles)))
    else:
        await asked.replace(shown.card(this.standing, this.entry, now))


# --- what the sender says -----------------------------------------------------------------------------------------


async def item_handed(session: Session, workspace: UUID, subject: ItemHanded, now: datetime) -> Message | None:
    """Overtaken when it has left their hands, or is settled."""
    standing = await standings.get(session, await stored_programs.get(session, workspace, subject.program))
    item = standing.item(subject.item)
    if item.owner != subject.user or item.is_settled:
        return None
    return shown.handed(standing, standing.playbook.item(subject.item), now)
