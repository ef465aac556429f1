"""The schema as a whole: all tables together, and the revision that this version of the program needs."""

from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage import (  # noqa: F401 - each import adds its tables to the metadata
    actions,
    assessments,
    audit,
    blockers,
    changes,
    conditions,
    decision_log,
    decisions,
    delegations,
    gates,
    items,
    kpis,
    lapses,
    launches,
    money,
    outbox,
    paces,
    people,
    playbooks,
    production,
    programs,
    readiness,
    recusals,
    registers,
    requests,
    risks,
    rounds,
    selections,
    sign_offs,
    signals,
    surveys,
    tool_reports,
    tools,
    undelivered,
    units,
    use_cases,
    votes,
    workspaces,
)
from storage.tables import Table


class ServedRow(Table):
    """A version of the program that works on this schema, by its `HEAD`; the migrations keep them (see env.py)."""

    __tablename__ = "served_versions"

    revision: Mapped[str] = mapped_column(primary_key=True)


METADATA = Table.metadata
HEAD = "2026_11_27_signs"


async def revision(session: AsyncSession) -> str | None:
    """What the database is at; `None`: it was never migrated."""
    try:
        return str(await session.scalar(text("SELECT version_num FROM alembic_version")))
    except DBAPIError:
        return None


async def serves(session: AsyncSession) -> bool:
    """Whether this version works on the database: at its own schema, or at a newer one that kept what this one needs.

    So the old and the new version may run side by side while one takes the other's place.
    """
    try:
        return await session.scalar(select(ServedRow.revision).where(ServedRow.revision == HEAD)) is not None
    except DBAPIError:  # no such table: it is older than that, or empty
        return False
