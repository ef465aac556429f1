"""Quorum and hidden counts of a vote, vetoes withdrawn, what a decision was asked for, and the steps of conditions."""

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "2026_11_27_voting"
down_revision = "2026_11_27_order_of_posts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("polls") as polls:
        polls.add_column(sa.Column("quorum", sa.Integer(), nullable=False, server_default="0"))
        polls.add_column(sa.Column("hidden", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("votes") as votes:
        votes.add_column(sa.Column("lifted_at", UtcDateTime(), nullable=True))
        votes.add_column(sa.Column("lifted_by", sa.Text(), nullable=True))
        votes.add_column(sa.Column("lifted_why", sa.Text(), nullable=True))
    with op.batch_alter_table("decisions") as decisions:
        decisions.add_column(sa.Column("answers", sa.JSON(), nullable=True))
        decisions.add_column(sa.Column("review_on", sa.Date(), nullable=True))
        decisions.add_column(sa.Column("corrects", sa.Uuid(), nullable=True))
    op.create_table(
        "condition_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("done_by", sa.Text(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["programs.id"], name=op.f("fk_condition_steps_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition_steps")),
    )
    op.create_index(op.f("ix_condition_steps_program_id"), "condition_steps", ["program_id"])


def downgrade() -> None:
    op.drop_table("condition_steps")
    with op.batch_alter_table("decisions") as decisions:
        for column in ("corrects", "review_on", "answers"):
            decisions.drop_column(column)
    with op.batch_alter_table("votes") as votes:
        for column in ("lifted_why", "lifted_by", "lifted_at"):
            votes.drop_column(column)
    with op.batch_alter_table("polls") as polls:
        for column in ("hidden", "quorum"):
            polls.drop_column(column)
