"""The worked example behind a program: its KPIs and risks as forms that are filled in already."""

from datetime import datetime
from uuid import UUID

from commands import items
from commands.dispatch import Ack, Dispatch
from commands.services import Asked, Services
from program.errors import Refused
from program.intake import Example
from program.playbook import Playbook
from program.posts import ExampleOffered
from program.programs import check_unfinished
from storage import programs, standings, use_cases
from storage.database import Session
from templates import examples as shown
from templates import kpis, risks
from templates.blocks import Message, suggesting


def register(table: Dispatch) -> None:
    table.action(shown.TAKE_KPI, open_kpi)
    table.action(shown.TAKE_RISK, open_risk)
    table.render(ExampleOffered, example_offered)


async def open_kpi(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "kpi:define")
        example = await _example(session, asked.workspace, standing.playbook, standing.program.use_case)
    check_unfinished(standing.program)
    kpi = example.kpis[int(asked.value.partition("/")[2])]
    given = {"name": kpi.name, "unit": kpi.unit, "direction": kpi.direction}
    await items.present(asked, suggesting(kpis.define(standing, by=asked.person), given))


async def open_risk(ack: Ack, asked: Asked, services: Services) -> None:
    async with services.database.reading() as session:
        standing, _ = await items.find_standing(session, asked, "risk:raise")
        example = await _example(session, asked.workspace, standing.playbook, standing.program.use_case)
    check_unfinished(standing.program)
    risk = example.risks[int(asked.value.partition("/")[2])]
    given = {"title": risk.title, "mitigation": risk.mitigation}
    given |= {"likelihood": str(risk.likelihood), "impact": str(risk.impact)}
    await items.present(
        asked, suggesting(risks.form(standing, today=standing.program.today(services.clock.now())), given)
    )


async def _example(session: Session, workspace: UUID, playbook: Playbook, use_case: UUID) -> Example:
    wanted = (await use_cases.get(session, workspace, use_case)).example
    for each in playbook.examples:
        if each.key == wanted:
            return each
    raise Refused("This program's playbook has no such example any more: define it with `/pilot kpi define`.")


async def example_offered(session: Session, workspace: UUID, subject: ExampleOffered, now: datetime) -> Message:
    standing = await standings.get(session, await programs.get(session, workspace, subject.program))
    example = await _example(session, workspace, standing.playbook, standing.program.use_case)
    return shown.offered(standing.program, example)
