"""What is in production: reviews, changes that are approved again, and the program that a cycle follows."""

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "2026_11_27_production"
down_revision = "2026_11_27_assessments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _table(
        "live_reviews",
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("reviewed_by", sa.Text(), nullable=False),
        sa.Column("reviewed_at", UtcDateTime(), nullable=False),
        sa.Column("kpi", sa.Text(), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
    )
    _table(
        "changes",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("live_on", sa.Date(), nullable=True),
        sa.Column("live_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("program_id", "number", name=op.f("uq_changes_program_id_number")),
    )
    op.create_table(
        "change_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("approves", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["changes.id"], name=op.f("fk_change_answers_change_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_answers")),
        sa.UniqueConstraint("change_id", "role", name=op.f("uq_change_answers_change_id_role")),
    )
    op.create_index(op.f("ix_change_answers_change_id"), "change_answers", ["change_id"])
    # What finished before is looked at once: from then on it knows its own next day.
    op.execute("UPDATE programs SET lapses_at = CURRENT_TIMESTAMP WHERE state = 'finished' AND lapses_at IS NULL")
    with op.batch_alter_table("programs") as programs:
        programs.add_column(sa.Column("follows_id", sa.Uuid(), nullable=True))
        programs.create_unique_constraint(op.f("uq_programs_follows_id"), ["follows_id"])


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    """One that belongs to a program."""
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["program_id"], ["programs.id"], name=op.f(f"fk_{name}_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_program_id"), name, ["program_id"])


def downgrade() -> None:
    with op.batch_alter_table("programs") as programs:
        programs.drop_constraint(op.f("uq_programs_follows_id"), type_="unique")
        programs.drop_column("follows_id")
    op.drop_table("change_answers")
    op.drop_table("changes")
    op.drop_table("live_reviews")
