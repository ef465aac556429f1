"""Stand-ins, recusals, to whom a program shows, and the units of a workspace."""

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "2026_11_27_people"
down_revision = "2026_11_27_topics_and_overrides"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recusals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("gate", sa.Text(), nullable=False),
        sa.Column("slack_user", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("declared_at", UtcDateTime(), nullable=False),
        sa.Column("taken_back_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["program_id"], ["programs.id"], name=op.f("fk_recusals_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusals")),
    )
    op.create_index(op.f("ix_recusals_program_id"), "recusals", ["program_id"])
    op.create_index(
        "uq_recusals_current",
        "recusals",
        ["program_id", "gate", "slack_user"],
        unique=True,
        sqlite_where=sa.text("taken_back_at IS NULL"),
        postgresql_where=sa.text("taken_back_at IS NULL"),
    )
    op.create_table(
        "delegations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("slack_user", sa.Text(), nullable=False),
        sa.Column("stand_in", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("named_by", sa.Text(), nullable=False),
        sa.Column("named_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["programs.id"], name=op.f("fk_delegations_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
    )
    op.create_index(op.f("ix_delegations_program_id"), "delegations", ["program_id"])
    op.create_index("ix_delegations_due", "delegations", ["state", "starts_at", "ends_at"])
    op.create_table(
        "unit_members",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("slack_user", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_unit_members_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "unit", "slack_user", name=op.f("pk_unit_members")),
    )
    with op.batch_alter_table("appointments") as appointments:
        appointments.add_column(sa.Column("for_user", sa.Text(), nullable=True))
    with op.batch_alter_table("programs") as programs:
        programs.add_column(sa.Column("visibility", sa.Text(), nullable=True))
        programs.add_column(sa.Column("unit", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("programs") as programs:
        programs.drop_column("unit")
        programs.drop_column("visibility")
    with op.batch_alter_table("appointments") as appointments:
        appointments.drop_column("for_user")
    for table in ("unit_members", "delegations", "recusals"):
        op.drop_table(table)
