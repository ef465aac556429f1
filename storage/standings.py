"""Reads where a program stands: every part in one statement each, however much there is."""

from sqlalchemy.ext.asyncio import AsyncSession

from program.programs import Program
from program.standings import Standing
from storage import blockers, decisions, gates, items, kpis, people, playbooks, risks, sign_offs, votes


async def get(session: AsyncSession, program: Program) -> Standing:
    return Standing(
        program=program,
        playbook=await playbooks.get(session, program.playbook),
        appointments=await people.list_appointments(session, program.id),
        items=await items.list_items(session, program.id),
        blockers=await blockers.list_blockers(session, program.id),
        risks=await risks.list_risks(session, program.id),
        kpis=await kpis.list_kpis(session, program.id),
        sign_offs=await sign_offs.list_sign_offs(session, program.id),
        passed=await gates.list_passed(session, program.id),
        decisions=await decisions.list_decisions(session, program.id),
        polls=await votes.list_polls(session, program.id),
    )
