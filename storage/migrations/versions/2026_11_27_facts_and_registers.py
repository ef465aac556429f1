"""Items keep the facts that the playbook asks for, programs their profile, and registers their rows."""

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "2026_11_27_facts_and_registers"
down_revision = "2026_11_25_dismissals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "register_rows",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["programs.id"], name=op.f("fk_register_rows_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_rows")),
        sa.UniqueConstraint(
            "program_id", "register", "number", name=op.f("uq_register_rows_program_id_register_number")
        ),
    )
    op.create_index(op.f("ix_register_rows_program_id"), "register_rows", ["program_id"])
    with op.batch_alter_table("items") as items:
        items.add_column(sa.Column("facts", sa.JSON(), nullable=True))
    with op.batch_alter_table("programs") as programs:
        programs.add_column(sa.Column("profile", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("programs") as programs:
        programs.drop_column("profile")
    with op.batch_alter_table("items") as items:
        items.drop_column("facts")
    op.drop_table("register_rows")
