"""Sign-offs: one's own, and asking those who must sign."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from commands import people
from commands.dispatch import Ack, Dispatch
from commands.gates import find
from commands.home import list_mine
from commands.services import Asked, Services
from program import signatures, surfaces
from program.audit import Actor
from program.authority import may
from program.people import roles_of
from program.playbook import Gate
from program.posts import Home, Post, SignOffAsked, Subject, to_person
from program.sign_offs import SignOff, SignOffState
from program.signatures import SignatureState, signature
from program.standings import Standing
from storage import audit, outbox, standings
from storage import programs as stored_programs
from storage import sign_offs as stored
from storage.database import Session
from templates import sign_offs as shown
from templates.blocks import Message
from templates.gates import ASK


def register(table: Dispatch) -> None:
    table.command("signoff", show, help="What waits for your signature", may="portfolio:see", in_program=False)
    table.command("signoff ask", ask, help="Ask everyone who must sign at the next gate", may="sign-off:ask")
    table.action(ASK, ask)
    table.render(SignOffAsked, sign_off_asked)


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    """One's own sign-offs at the gates that come next; and, for those who may ask, whom they could."""
    async with services.database.reading() as session:
        found = await list_mine(session, asked.workspace, asked.person)
    nexts = [(each, gate) for each in found if (gate := each.next_gate)]
    mine = [(each, own) for each, gate in nexts for own in _own(each, gate, asked.person)]
    to_ask = [
        (each, gate, count)
        for each, gate in nexts
        if (count := len(_unasked(each, gate)))
        and may("sign-off:ask", each.playbook.acting(roles_of(asked.person, each.appointments)))
    ]
    message = shown.listed(sorted(mine, key=_waiting_first), to_ask, services.clock.now())
    await ack(text=message.text, blocks=message.blocks)


def _own(standing: Standing, gate: Gate, user: str) -> Iterable[SignOff]:
    found = [each for each in signatures.signatures(standing, gate) if each.user == user]
    return [each.sign_off for each in found if each.sign_off and each.sign_off.user == user]


def _waiting_first(row: tuple[Standing, SignOff]) -> tuple[bool, str]:
    return row[1].state is not SignOffState.ASKED, row[0].program.code


def _unasked(standing: Standing, gate: Gate) -> list[signatures.Signature]:
    return [each for each in signatures.signatures(standing, gate) if each.state is SignatureState.NOT_ASKED]


# --- ask ----------------------------------------------------------------------------------------------------------


async def ask(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.writing() as session:
        message = await _ask(session, asked, *await find(session, asked), services.clock.now())
    await ack(text=message.text, blocks=message.blocks)


async def _ask(session: Session, asked: Asked, standing: Standing, gate: Gate, now: datetime) -> Message:
    await people.check_may(session, asked, "sign-off:ask", standing.program.id, playbook=standing.playbook)
    signatures.check_asks(standing, gate)
    roles = [each.role.key for each in _unasked(standing, gate)]
    new = await _request(session, standing, gate, roles, by=asked.by, asked_by=asked.person, now=now)
    return shown.requested(await standings.get(session, standing.program), gate, new)


async def _request(
    session: Session,
    standing: Standing,
    gate: Gate,
    roles: Iterable[str],
    *,
    by: Actor,
    asked_by: str,
    now: datetime,
) -> list[SignOff]:
    """One request for each role, to the person whose turn it is; what was asked of a former holder is withdrawn."""
    program, new = standing.program, []
    for role in roles:
        needed = signature(standing, gate, role)
        if needed.user is None:
            continue
        if needed.sign_off:
            await _withdraw(session, standing, needed.sign_off, by, now)
        request = SignOff(uuid4(), program.id, gate.key, role, needed.user, asked_by, now)
        await stored.add(session, request)
        await outbox.add(session, by.workspace, Post(SignOffAsked(request.id), to_person(request.user), now))
        new.append(request)
    users = {asked_by, *(each.user for each in new)}
    await outbox.refresh(session, by.workspace, *showing(standing, gate, users, now))
    for request in new:
        await note(session, standing, by, "sign-off:ask", request, now)
    return new


async def _withdraw(session: Session, standing: Standing, sign_off: SignOff, by: Actor, now: datetime) -> None:
    after = replace(sign_off, state=SignOffState.WITHDRAWN)
    await stored.save(session, after)
    await outbox.refresh(session, by.workspace, SignOffAsked(after.id), Home(after.user))
    await note(session, standing, by, "sign-off:withdraw", after, now, before=sign_off)


async def hand_over(session: Session, standing: Standing, by: Actor, now: datetime) -> None:
    """After people have changed: what was asked of someone who no longer holds the role is asked of who does now.

    `standing` is read after the change. What was signed stays.
    """
    for each in standing.sign_offs:
        gate = standing.playbook.gate(each.gate)
        if each.state is not SignOffState.ASKED or each.user in standing.asked("sign", gate).get(each.role, ()):
            continue
        if signature(standing, gate, each.role).user and not standing.is_passed(gate):
            await _request(session, standing, gate, [each.role], by=by, asked_by=each.asked_by, now=now)
        else:  # it waits for whoever is appointed
            await outbox.refresh(session, by.workspace, SignOffAsked(each.id))


# --- shared with signing ------------------------------------------------------------------------------------------


async def get(session: Session, workspace: UUID, id: UUID, *, hold: bool = False) -> tuple[SignOff, Standing]:
    """A sign-off of this workspace, and where its program stands."""
    sign_off = await stored.get(session, id, hold=hold)
    return sign_off, await standings.get(session, await stored_programs.get(session, workspace, sign_off.program))


def showing(standing: Standing, gate: Gate, users: Iterable[str], now: datetime) -> list[Subject]:
    """What shows the state of a signature besides its own request."""
    return [
        *surfaces.of_vote(standing, gate),
        *surfaces.of_prompt(standing, now),
        *(Home(user) for user in sorted(users)),
    ]


async def note(
    session: Session,
    standing: Standing,
    by: Actor,
    did: str,
    to: SignOff,
    now: datetime,
    *,
    before: SignOff | None = None,
) -> None:
    program, playbook = standing.program, standing.playbook
    named = f"{program.code} {playbook.gate(to.gate).title}, {playbook.role(to.role).title}"
    await audit.note(session, by, did=did, to=named, at=now, program=program.id, before=before, after=to)


# --- what the sender says -----------------------------------------------------------------------------------------


async def sign_off_asked(session: Session, workspace: UUID, subject: SignOffAsked, now: datetime) -> Message:
    sign_off, standing = await get(session, workspace, subject.sign_off)
    return shown.asked(standing, sign_off)
