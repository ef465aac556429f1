"""Who has the AI after the launch, change by change."""

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "2026_11_27_launch_shares"
down_revision = "2026_11_27_tools"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "launch_shares",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("percent", sa.Float(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["programs.id"], name=op.f("fk_launch_shares_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_shares")),
    )
    op.create_index(op.f("ix_launch_shares_program_id"), "launch_shares", ["program_id"])


def downgrade() -> None:
    op.drop_table("launch_shares")
