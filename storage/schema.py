"""The schema as a whole: all tables together, and the revision that this version of the program needs."""

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from storage import (  # noqa: F401 - each import adds its tables to the metadata
    audit,
    blockers,
    decisions,
    gates,
    items,
    kpis,
    outbox,
    paces,
    people,
    playbooks,
    programs,
    registers,
    requests,
    risks,
    sign_offs,
    undelivered,
    use_cases,
    votes,
    workspaces,
)
from storage.tables import Table

METADATA = Table.metadata
HEAD = "2026_11_27_facts_and_registers"


async def revision(session: AsyncSession) -> str | None:
    """What the database is at; `None`: it was never migrated."""
    try:
        return str(await session.scalar(text("SELECT version_num FROM alembic_version")))
    except DBAPIError:
        return None
