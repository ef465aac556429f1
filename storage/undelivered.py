"""Rows of the outbox that never came to Slack: listed until they are retried or dismissed."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Integer, Select, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from program.errors import Refused
from program.undelivered import Fate, Undelivered
from storage.backlog import LACKING
from storage.blockers import BlockerRow
from storage.decisions import DecisionRow
from storage.outbox import PostRow, State
from storage.risks import RiskRow
from storage.sign_offs import SignatureRow, SignOffRow
from storage.tables import Table
from storage.upserts import insert_into
from storage.votes import BallotRow, PollRow

MOST = 500  # beyond it the oldest come into sight when newer ones are settled
OVERTAKEN = "overtaken by what happened since"  # nobody misses it


class DismissalRow(Table):
    """Somebody has seen that the post was not delivered; one that is tried again, and fails again, comes back."""

    __tablename__ = "dismissals"

    post: Mapped[int] = mapped_column(
        "post_id",
        BigInteger().with_variant(Integer, "sqlite"),
        ForeignKey("posts.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    fence: Mapped[int]


_is_lacking = (
    PostRow.state.in_(LACKING),
    func.coalesce(PostRow.error, "") != OVERTAKEN,
    ~exists().where(DismissalRow.post == PostRow.id, DismissalRow.fence == PostRow.fence),
)


async def list_undelivered(
    session: AsyncSession, workspace: UUID, programs: Sequence[UUID] | None = None
) -> list[Undelivered]:
    """Newest first; of these programs, or all."""
    wanted = select(PostRow).where(PostRow.workspace_id == workspace, *_is_lacking)
    rows = list(await session.scalars(wanted.order_by(PostRow.due_at.desc(), PostRow.id.desc()).limit(MOST)))
    of = await _programs_of(session, workspace, rows)
    found = [_undelivered(row, of.get(row.id)) for row in rows]
    return found if programs is None else [each for each in found if each.program in programs]


async def get(session: AsyncSession, workspace: UUID, id: int) -> Undelivered:
    """One that is still to be settled, locked until the commit."""
    wanted = select(PostRow).where(PostRow.workspace_id == workspace, PostRow.id == id, *_is_lacking)
    row = await session.scalar(wanted.with_for_update(of=PostRow))
    if row is None:
        raise Refused("This is settled already: it was sent, or somebody dismissed it. See `/pilot deliveries`.")
    return _undelivered(row, (await _programs_of(session, workspace, [row])).get(id))


async def retry(session: AsyncSession, id: int) -> None:
    """What may be in Slack keeps its time of sending, so that it is looked for first."""
    again = {"state": State.PENDING.value, "next_at": 0.0, "attempts": 0, "error": None}
    await session.execute(update(PostRow).where(PostRow.id == id).values(again))
    session.info["has_posts"] = True


async def dismiss(session: AsyncSession, id: int) -> None:
    fence = select(PostRow.fence).where(PostRow.id == id).scalar_subquery()
    seen = insert_into(session, DismissalRow).values(post_id=id, fence=fence)
    await session.execute(seen.on_conflict_do_update(index_elements=["post_id"], set_={"fence": seen.excluded.fence}))


# --- which program a row is about ---------------------------------------------------------------------------------

_PROGRAM_OF: dict[str, Select[UUID, UUID]] = {
    "risk": select(RiskRow.id, RiskRow.program_id),
    "blocker": select(BlockerRow.id, BlockerRow.program_id),
    "poll": select(PollRow.id, PollRow.program_id),
    "decision": select(DecisionRow.id, DecisionRow.program_id),
    "sign_off": select(SignOffRow.id, SignOffRow.program_id),
    "signature": select(SignatureRow.id, SignOffRow.program_id).join(
        SignOffRow, SignOffRow.id == SignatureRow.sign_off_id
    ),
    "ballot": select(BallotRow.id, PollRow.program_id).join(PollRow, PollRow.id == BallotRow.poll_id),
}


async def _programs_of(session: AsyncSession, workspace: UUID, rows: Sequence[PostRow]) -> dict[int, UUID]:
    """By what the row is about; else by where it goes."""
    found = {row.id: UUID(row.about["program"]) for row in rows if "program" in row.about}
    for name, wanted in _PROGRAM_OF.items():
        about = {row.id: UUID(row.about[name]) for row in rows if name in row.about}
        if about:
            id = wanted.selected_columns[0]
            pairs = await session.execute(wanted.where(id.in_(set(about.values()))))
            of: dict[UUID, UUID] = {pair[0]: pair[1] for pair in pairs}
            found |= {post: of[thing] for post, thing in about.items() if thing in of}
    return found


def _undelivered(row: PostRow, program: UUID | None) -> Undelivered:
    return Undelivered(row.id, row.key, row.subject, row.goes_to, Fate(row.state), row.error or "", row.due_at, program)
