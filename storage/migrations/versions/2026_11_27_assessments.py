"""The inventory of pilots that have no program."""

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "2026_11_27_assessments"
down_revision = "2026_11_27_tool_reports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assessed_pilots",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("open_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=True),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("owner_name", sa.Text(), nullable=True),
        sa.Column("use_case_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_assessed_pilots_workspace_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["use_case_id"], ["use_cases.id"], name=op.f("fk_assessed_pilots_use_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessed_pilots")),
        sa.UniqueConstraint("workspace_id", "open_key", name=op.f("uq_assessed_pilots_workspace_id_open_key")),
    )
    op.create_index(op.f("ix_assessed_pilots_workspace_id"), "assessed_pilots", ["workspace_id"])


def downgrade() -> None:
    op.drop_table("assessed_pilots")
