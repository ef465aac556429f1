"""Sign-offs as they stand, and every signature kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from program.errors import Refused
from program.sign_offs import SignOff, SignOffState
from program.workspaces import Workspace
from storage import sign_offs
from storage.database import Database
from tests.storage.test_standings import CONDITION, a_program

NOW = datetime(2026, 1, 26, 9, tzinfo=UTC)


async def a_request(database: Database, workspace: Workspace, **changed: object) -> SignOff:
    async with database.writing() as session:
        program = await a_program(session, workspace)
        request = SignOff(uuid4(), program.id, "discovery", "security", "U6", "U2", NOW)
        await sign_offs.add(session, replace(request, **changed))  # type: ignore[arg-type]
    return request


async def test_a_change_of_mind_keeps_both_signatures_and_the_newest_counts(
    database: Database, workspace: Workspace
) -> None:
    request = await a_request(database, workspace)
    first = replace(request, state=SignOffState.REJECTED, comment="no", digest="d1", signed_at=NOW)
    second = replace(
        request,
        state=SignOffState.CONDITIONAL,
        conditions=(CONDITION,),
        digest="d2",
        signed_at=NOW + timedelta(hours=1),
    )

    for signed, packet in ((first, {"items": {}}), (second, {"items": {"a": ["done", "x", None]}})):
        async with database.writing() as session:
            await sign_offs.save(session, signed)
            await sign_offs.add_signature(session, signed, packet)

    async with database.reading() as session:
        assert await sign_offs.get(session, request.id) == second
        assert await sign_offs.find_packet(session, request.id) == {"items": {"a": ["done", "x", None]}}
        assert await session.scalar(text("SELECT count(*) FROM signatures")) == 2


async def test_a_role_is_asked_once_at_a_gate_until_the_request_is_withdrawn(
    database: Database, workspace: Workspace
) -> None:
    request = await a_request(database, workspace)

    with pytest.raises(Refused, match="Someone else changed this"):
        async with database.writing() as session:
            await sign_offs.add(session, replace(request, id=uuid4(), user="U7"))

    async with database.writing() as session:
        await sign_offs.save(session, replace(request, state=SignOffState.WITHDRAWN))
        await sign_offs.add(session, replace(request, id=uuid4(), user="U7"))


async def test_what_was_never_signed_has_no_packet(database: Database, workspace: Workspace) -> None:
    request = await a_request(database, workspace)

    async with database.reading() as session:
        assert await sign_offs.find_packet(session, request.id) is None
