"""A program may adopt a newer playbook than the one it began with."""

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "2026_11_27_adoptions"
down_revision = "2026_11_27_people"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "adoptions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("playbook_before", sa.Text(), nullable=False),
        sa.Column("playbook_after", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("adopted_by", sa.Text(), nullable=False),
        sa.Column("adopted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["programs.id"], name=op.f("fk_adoptions_program_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["playbook_before"], ["playbooks.digest"], name=op.f("fk_adoptions_playbook_before")),
        sa.ForeignKeyConstraint(["playbook_after"], ["playbooks.digest"], name=op.f("fk_adoptions_playbook_after")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoptions")),
    )
    op.create_index(op.f("ix_adoptions_program_id"), "adoptions", ["program_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_adoptions_program_id"), "adoptions")
    op.drop_table("adoptions")
