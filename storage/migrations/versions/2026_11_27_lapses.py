"""Gates that are ahead again, and when each program is looked at for what may lapse."""

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "2026_11_27_lapses"
down_revision = "2026_11_27_calendar"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("programs") as programs:
        programs.add_column(sa.Column("lapses_at", UtcDateTime(), nullable=True))
    op.create_index("ix_programs_lapses", "programs", ["lapses_at"])
    op.create_table(
        "reopened_gates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("gate", sa.Text(), nullable=False),
        sa.Column("passed_at", UtcDateTime(), nullable=False),
        sa.Column("closed_by", sa.Text(), nullable=False),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.Column("lacking", sa.JSON(), nullable=True),
        sa.Column("reopened_at", UtcDateTime(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["programs.id"], name=op.f("fk_reopened_gates_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reopened_gates")),
    )
    op.create_index(op.f("ix_reopened_gates_program_id"), "reopened_gates", ["program_id"])


def downgrade() -> None:
    op.drop_table("reopened_gates")
    op.drop_index("ix_programs_lapses", "programs")
    with op.batch_alter_table("programs") as programs:
        programs.drop_column("lapses_at")
