"""AI tools: the approved ones, asking for one, and a word for its owner."""

from datetime import datetime
from uuid import UUID, uuid4

from commands import people
from commands.dispatch import Ack, Dispatch
from commands.items import present
from commands.services import Asked, Services
from program import tools
from program.authority import may
from program.playbook import Playbook
from program.posts import Home, Post, ToolAsked, ToolWord, to_person
from program.tools import State, Tool, Word
from storage import audit, outbox, tool_reports, units
from storage import tools as stored
from storage.database import Session
from templates import tool_reports as shown_reports
from templates import tools as shown
from templates.blocks import Message, View

LONGEST_SEARCH = 60


def register(table: Dispatch) -> None:
    table.command(
        "tools", show, help="The AI tools that you may use, and asking for one", may="tool:list", in_program=False,
        example="/pilot tools translate",
    )  # fmt: skip
    table.action(shown.LIST, show)
    table.action(shown.OPEN, open_card)
    table.action(shown.OPEN_ASK, open_ask)
    table.action(shown.OPEN_TELL, open_tell)
    table.view(shown.ASK, ask)
    table.view(shown.TELL, tell)
    table.render(ToolWord, word)


def words_of(playbook: Playbook) -> shown.Words:
    """What the playbook says of data and of tools beside the systems."""
    on_depth = {
        key: each.text for each in playbook.remarks if each.of == "depth" and each.warns for key in each.answers
    }
    return shown.Words(tools.data_traits(playbook), tools.depth_field(playbook), on_depth)


# --- seeing -------------------------------------------------------------------------------------------------------


async def show(ack: Ack, asked: Asked, services: Services) -> None:
    typed, _, page = asked.value.rpartition("/") if asked.value else (asked.words, "", "0")
    search, today = typed[:LONGEST_SEARCH], services.clock.now().date()
    async with services.database.reading() as session:
        roles = await people.check_may(session, asked, "tool:list", playbook=services.playbook)
        found = await stored.list_open(session, asked.workspace)
        mine = await units.list_units_of(session, asked.workspace, asked.person)
        may_decide = may("tool:decide", roles)
        reports = await tool_reports.list_open(session, asked.workspace) if may_decide else []
    usable = tools.in_order(tools.matching(approved(found), search), mine)
    waiting = [
        each for each in found if each.state is State.REQUESTED and (may_decide or each.asked_by == asked.person)
    ]
    message = shown.listed(
        usable, waiting, today=today, search=search,
        page=int(page) if page.isdecimal() else 0, may_decide=may_decide, below=shown_reports.rows(reports),
    )  # fmt: skip
    if asked.view and not asked.in_home:
        await present(asked, shown.page(message))
    else:
        await ack(text=message.text, blocks=message.blocks)


def approved(found: list[Tool]) -> list[Tool]:
    return [each for each in found if each.state is State.APPROVED]


async def open_card(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        view = await card(session, asked, services, await stored.get(session, asked.workspace, asked.id))
    await present(asked, view)


async def card(session: Session, asked: Asked, services: Services, tool: Tool, news: str | None = None) -> View:
    """What users said is read by its owner and by who decides."""
    roles = await people.check_may(session, asked, "tool:list", playbook=services.playbook)
    may_decide = may("tool:decide", roles)
    reads = may_decide or asked.person == tool.owner
    return shown.card(
        tool, words_of(services.playbook), today=services.clock.now().date(), by=asked.person, may_decide=may_decide,
        alternative=await alternative(session, asked.workspace, tool),
        said=await stored.list_words(session, tool.id) if reads else (), news=news,
    )  # fmt: skip


async def alternative(session: Session, workspace: UUID, tool: Tool) -> Tool | None:
    return await stored.find(session, workspace, tool.alternative) if tool.alternative else None


# --- asking -------------------------------------------------------------------------------------------------------


async def open_ask(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        await people.check_may(session, asked, "tool:ask", playbook=services.playbook)
        names = list(await units.list_units(session, asked.workspace))
    await present(asked, shown.ask(words_of(services.playbook), names, by=asked.person))


async def ask(ack: Ack, asked: Asked, services: Services) -> None:
    now, form = services.clock.now(), asked.form
    owner = form.user("owner") or ""
    await people.meet(asked, services, [owner])
    async with services.database.writing() as session:
        await people.check_may(session, asked, "tool:ask", playbook=services.playbook)
        await people.check_holders(session, asked, {"owner": [owner]})
        tool = Tool(
            id=uuid4(), name=" ".join(form.needed("name").split()), purpose=form.needed("purpose"),
            users=form.needed("users"), asked_by=asked.person, asked_at=now, owner=owner, unit=unit_of(asked),
            data=data_of(asked, services.playbook), link=form.text("link"), depth=form.choice("depth"),
        )  # fmt: skip
        tools.check_asked(tool, await stored.list_open(session, asked.workspace))
        await stored.add(session, asked.workspace, tool)
        deciders = await stored.list_deciders(session, asked.workspace, but=asked.person)
        posts = [Post(ToolAsked(tool.id, user), to_person(user), now) for user in deciders]
        await outbox.show(session, asked.workspace, *posts)
        await outbox.refresh(session, asked.workspace, *(Home(user) for user in deciders))
        await audit.note(session, asked.by, did="tool:ask", to=tool.name, at=now, after=tool)
    view = shown.asked(tool, words_of(services.playbook), today=now.date(), deciders=len(deciders))
    await ack(response_action="update", view=view)


def unit_of(asked: Asked) -> str | None:
    chosen = asked.form.choice("unit")
    return None if chosen == shown.EVERYBODY else chosen


def data_of(asked: Asked, playbook: Playbook) -> dict[str, str]:
    chosen = asked.form.choices("data")
    return {each.key: each.title for each in tools.data_traits(playbook) if each.key in chosen}


async def open_tell(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        await people.check_may(session, asked, "tool:tell", playbook=services.playbook)
        tool = await stored.get(session, asked.workspace, asked.id)
    await present(asked, shown.tell(tool))


async def tell(ack: Ack, asked: Asked, services: Services) -> None:
    now = services.clock.now()
    async with services.database.writing() as session:
        await people.check_may(session, asked, "tool:tell", playbook=services.playbook)
        tool = await stored.get(session, asked.workspace, asked.about_id("tool"))
        said = Word(uuid4(), tool.id, asked.person, now, asked.form.needed("text"))
        await stored.add_word(session, asked.workspace, said)
        await outbox.add(session, asked.workspace, Post(ToolWord(said.id), to_person(tool.owner), now))
        await audit.note(session, asked.by, did="tool:tell", to=tool.name, at=now)
    await ack(response_action="update", view=shown.sent(tool))


async def word(session: Session, workspace: UUID, subject: ToolWord, now: datetime) -> Message | None:
    said = await stored.get_word(session, workspace, subject.word)
    return shown.word(await stored.get(session, workspace, said.tool), said)
