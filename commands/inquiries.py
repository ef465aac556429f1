"""Asking the right person about a candidate, and their answer."""

from datetime import datetime
from uuid import UUID

from commands import people
from commands.candidates import check_may, find_round, show_card
from commands.dispatch import Ack, Dispatch
from commands.items import present
from commands.services import Asked, Services, as_id
from program import inquiries, use_cases
from program.inquiries import Reply
from program.playbook import Playbook
from program.posts import Home, InquiryAsked, Post, to_person
from program.use_cases import UseCase
from storage import audit, outbox
from storage import use_cases as stored
from storage.database import Session
from templates import inquiries as shown
from templates.blocks import Message
from templates.words import say


def register(table: Dispatch) -> None:
    table.action(shown.OPEN_ASK, open_asking)
    table.action(shown.OPEN_ANSWER, open_form)
    table.view(shown.ASK, ask)
    table.view(shown.ANSWER, answer)
    table.render(InquiryAsked, inquiry_asked)


async def open_asking(ack: Ack, asked: Asked, services: Services) -> None:
    use_case, key = await _pressed(asked, services, "use-case:ask")
    inquiry = inquiries.find(services.playbook, key)
    await present(asked, shown.asking(use_case, inquiry, _role(services.playbook, inquiry.role)))


def _role(playbook: Playbook, key: str) -> str:
    return next((each.title for each in playbook.roles if each.key == key), "")


async def open_form(ack: Ack, asked: Asked, services: Services) -> None:
    use_case, key = await _pressed(asked, services, "use-case:answer")
    await present(asked, shown.form(use_case, inquiries.find(services.playbook, key), services.playbook))


async def _pressed(asked: Asked, services: Services, action: str) -> tuple[UseCase, str]:
    id, _, key = asked.value.partition("/")
    async with services.database.reading() as session:
        use_case = await stored.get(session, asked.workspace, as_id(id))
        await check_may(session, asked, services.playbook, use_case, action)
    use_cases.check_open(use_case)
    return use_case, key


async def ask(ack: Ack, asked: Asked, services: Services) -> None:
    now, user = services.clock.now(), asked.form.user("of") or ""
    inquiry = inquiries.find(services.playbook, asked.about["inquiry"])
    await people.meet(asked, services, [user])
    async with services.database.writing() as session:
        use_case = await stored.get(session, asked.workspace, asked.about_id("use_case"))
        await check_may(session, asked, services.playbook, use_case, "use-case:ask")
        use_cases.check_open(use_case)
        await people.check_holders(session, asked, {"of": [user]})
        before = use_case.reply(inquiry.key)
        after = inquiries.ask(before, inquiry, of=user, by=asked.person, now=now)
        await _save(session, asked, use_case, before, after, "use-case:ask", now)
    await show_card(ack, asked, services, use_case.id, news=say("inquiry_sent", reply=after, user=user))


async def answer(ack: Ack, asked: Asked, services: Services) -> None:
    now, form = services.clock.now(), asked.form
    inquiry = inquiries.find(services.playbook, asked.about["inquiry"])
    unknown_by = form.user("unknown_by")
    fields = inquiries.fields_of(inquiry, services.playbook)
    chosen = [unknown_by] if unknown_by else []
    await people.meet(asked, services, chosen)
    async with services.database.writing() as session:
        use_case = await stored.get(session, asked.workspace, asked.about_id("use_case"))
        await check_may(session, asked, services.playbook, use_case, "use-case:answer")
        use_cases.check_open(use_case)
        await people.check_holders(session, asked, {"unknown_by": chosen})
        before = use_case.reply(inquiry.key)
        after = inquiries.answer(
            before, inquiry, form.facts(fields), services.playbook, by=asked.person, now=now,
            unknown_by=unknown_by, unknown_on=form.date("unknown_on"),
        )  # fmt: skip
        await _save(session, asked, use_case, before, after, "use-case:answer", now)
    await show_card(ack, asked, services, use_case.id, news=say("inquiry_saved", reply=after))


async def _save(
    session: Session, asked: Asked, use_case: UseCase, before: Reply | None, after: Reply, did: str, now: datetime
) -> None:
    """Whoever owes it now is asked; whoever owed it before sees that it no longer waits for them."""
    await stored.save_reply(session, asked.workspace, use_case.id, after)
    was = {each for each in (before and before.owed_by, before and before.asked_of) if each}
    for user in sorted(was):
        subject = InquiryAsked(use_case.id, after.inquiry, user)
        await outbox.refresh(session, asked.workspace, subject, Home(user))
    if after.owed_by and after.owed_by != asked.person:
        post = Post(InquiryAsked(use_case.id, after.inquiry, after.owed_by), to_person(after.owed_by), now)
        await outbox.show(session, asked.workspace, post)
        await outbox.refresh(session, asked.workspace, Home(after.owed_by))
    await audit.note(
        session, asked.by, did=did, to=f"{use_case.name} {after.inquiry}", at=now, before=before, after=after
    )


async def inquiry_asked(session: Session, workspace: UUID, subject: InquiryAsked, now: datetime) -> Message | None:
    use_case = await stored.get(session, workspace, subject.use_case)
    reply = use_case.reply(subject.inquiry)
    if reply is None:
        return None
    round = await find_round(session, workspace, use_case)
    closes_on = round.closes_on if round and round.is_open else None
    return shown.asked(use_case, reply, subject.user, closes_on)
