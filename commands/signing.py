"""Signing: what is signed is read first, answered below, and bound to what was read."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from commands import people
from commands.condition_inputs import begun_conditions, read_conditions
from commands.dispatch import Ack, Dispatch
from commands.polls import list_names
from commands.services import Asked, Form, Services
from commands.sign_offs import get, note, showing
from program import gates, lapses, packets, schedule, sign_offs, signals, signatures
from program.errors import Refused
from program.playbook import Gate
from program.posts import Post, SignatureGiven, SignOffAsked, to_person
from program.sign_offs import Condition, SignOff, SignOffState
from program.standings import Standing
from storage import lapses as stored_lapses
from storage import outbox, standings
from storage import programs as stored_programs
from storage import sign_offs as stored
from storage.database import Session
from templates import sign_offs as shown
from templates.blocks import Message, View
from templates.condition_inputs import Begun


def register(table: Dispatch) -> None:
    table.action(shown.OPEN, open_form)
    table.action(shown.ANSWER, show_fields)
    table.action(shown.MORE, show_fields)
    table.view(shown.SIGN, sign)
    table.render(SignatureGiven, signature_given)


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.reading() as session:
        sign_off, standing = await get(session, asked.workspace, asked.id)
        await _check_signs(session, asked, standing, sign_off)
        view = await _form(session, asked, standing, sign_off, shown.Typed(), now)
    await asked.open(view)


async def show_fields(ack: Ack, asked: Asked, services: Services) -> None:
    """The fields that the chosen answer needs. What was read is still what the person saw first."""
    typed, now = _typed(asked.form), services.clock.now()
    count = int(asked.value) if asked.value.isdigit() else max(_count(typed), 1)
    async with services.database.reading() as session:
        sign_off, standing = await get(session, asked.workspace, asked.about_id("sign_off"))
        await _check_signs(session, asked, standing, sign_off)
        view = await _form(
            session, asked, standing, sign_off, typed, now, count=count, read=shown.Read(asked.about["digest"])
        )
    await asked.replace(view)


async def sign(ack: Ack, asked: Asked, services: Services) -> None:
    now, typed, conditions = services.clock.now(), _typed(asked.form), _conditions(asked.form)
    await people.meet(asked, services, [each.owner for each in conditions])

    async with services.database.writing() as session:
        before, standing = await get(session, asked.workspace, asked.about_id("sign_off"), hold=True)
        await _check_signs(session, asked, standing, before)
        owners = {f"owner-{number}": [each.owner] for number, each in enumerate(conditions, start=1)}
        await people.check_holders(session, asked, owners)
        digest = signatures.digest(standing, standing.playbook.gate(before.gate), before.role)
        after = sign_offs.sign(
            before, by=asked.person, state=_answer(asked.form), comment=typed.comment, conditions=conditions,
            digest=digest, today=standing.program.today(now), now=now,
        )  # fmt: skip
        if digest != asked.about["digest"]:
            count = max(_count(typed), 1)
            view = await _form(
                session, asked, standing, before, typed, now, count=count, read=shown.Read(is_changed=True)
            )
        else:
            await _store(session, asked, standing, before, after)
            view = shown.signed(await standings.get(session, standing.program), after)

    await ack(response_action="update", view=view)


async def _store(session: Session, asked: Asked, standing: Standing, before: SignOff, after: SignOff) -> None:
    """Keep the signature, and tell whoever must act on it; a double click is no second one."""
    if replace(after, signed_at=before.signed_at) == before or after.signed_at is None:
        return
    gate, now = standing.playbook.gate(after.gate), after.signed_at
    await stored.save(session, after)
    id = await stored.add_signature(session, after, packets.frozen(standing, gate, now))
    standing = await standings.get(session, standing.program)
    await stored_lapses.plan(session, standing.program.id, lapses.next_at(standing, now))
    told = sorted(_concerned(standing, gate, after) - {asked.person})
    await outbox.add(session, asked.workspace, *(Post(SignatureGiven(id, user), to_person(user), now) for user in told))
    users = {asked.person, *gates.leads(standing, "gate:close")}
    await outbox.refresh(session, asked.workspace, SignOffAsked(after.id), *showing(standing, gate, users, now))
    await stored_programs.look_again(session, standing.program.id, schedule.next_due(standing, now))
    by = people.acting(asked, standing, after.role)
    await note(session, standing, by, f"sign-off:{after.state}", after, now, before=before)


def _concerned(standing: Standing, gate: Gate, signed: SignOff) -> set[str]:
    """Who has something to do now: to meet a condition, to mend what was rejected, to pass a gate that is complete."""
    concerned = {each.owner for each in signed.conditions}
    if signed.state is not SignOffState.APPROVED:
        concerned.add(signed.asked_by)
    return concerned if gates.missing(standing, gate) else concerned | set(gates.leads(standing, "gate:close"))


async def _check_signs(session: Session, asked: Asked, standing: Standing, sign_off: SignOff) -> None:
    await people.check_may(session, asked, "sign-off:sign", standing.program.id, playbook=standing.playbook)
    signatures.check_signs(standing, sign_off, by=asked.person)


async def _form(
    session: Session,
    asked: Asked,
    standing: Standing,
    sign_off: SignOff,
    typed: shown.Typed,
    now: datetime,
    *,
    count: int = 1,
    read: shown.Read = shown.NOTHING,
) -> View:
    gate = standing.playbook.gate(sign_off.gate)
    before = await stored.find_packet(session, sign_off.id)
    return shown.form(
        standing,
        sign_off,
        await list_names(session, asked.workspace, standing),
        typed=typed,
        conditions=count,
        read=replace(
            read,
            changes=packets.changes(before, standing, gate) if before else (),
            signs=signals.kept(standing, now),
        ),
    )


def _typed(form: Form) -> shown.Typed:
    return shown.Typed(form.choice("answer"), form.text("comment"), begun_conditions(form, shown.MOST_CONDITIONS))


def _count(typed: shown.Typed) -> int:
    """How many conditions are shown: up to the last that was begun."""
    begun = [number for number, each in enumerate(typed.conditions, start=1) if each != Begun()]
    return begun[-1] if begun else 0


def _answer(form: Form) -> SignOffState:
    chosen = form.choice("answer")
    if chosen not in {choice.value for choice in shown.CHOICES}:
        raise Refused("Choose one of the three answers.", field="answer")
    return SignOffState(chosen)


def _conditions(form: Form) -> list[Condition]:
    """Only those of an approval with conditions: the fields of another answer are gone."""
    return list(read_conditions(form, shown.MOST_CONDITIONS)) if _answer(form) is SignOffState.CONDITIONAL else []


# --- what the sender says -----------------------------------------------------------------------------------------


async def signature_given(session: Session, workspace: UUID, subject: SignatureGiven, now: datetime) -> Message:
    signed = await stored.get_signature(session, subject.signature)
    program = await stored_programs.get(session, workspace, signed.program)
    return shown.given(await standings.get(session, program), signed, user=subject.user)
