"""Selection rounds, forms about candidates with their replies, and what a selection explains."""

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "2026_11_27_selection"
down_revision = "2026_11_27_adoptions"
branch_labels = None
depends_on = None

NOW_OPTIONAL = (
    ("sponsor", sa.Text()),
    ("product_owner", sa.Text()),
    ("impact", sa.Integer()),
    ("data_readiness", sa.Integer()),
    ("complexity", sa.Integer()),
)


def upgrade() -> None:
    op.create_table(
        "rounds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("count_why", sa.Text(), nullable=True),
        sa.Column("next_due_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_rounds_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
    )
    op.create_index(op.f("ix_rounds_workspace_id"), "rounds", ["workspace_id"])
    op.create_index("ix_rounds_due", "rounds", ["next_due_at"])
    op.create_table(
        "replies",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("use_case_id", sa.Uuid(), nullable=False),
        sa.Column("inquiry", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("asked_of", sa.Text(), nullable=True),
        sa.Column("asked_by", sa.Text(), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("unknown_by", sa.Text(), nullable=True),
        sa.Column("unknown_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_replies_workspace_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["use_case_id"], ["use_cases.id"], name=op.f("fk_replies_use_case_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("use_case_id", "inquiry", name=op.f("pk_replies")),
    )
    op.create_index(op.f("ix_replies_workspace_id"), "replies", ["workspace_id"])
    with op.batch_alter_table("use_cases") as use_cases:
        for name, kind in NOW_OPTIONAL:
            use_cases.alter_column(name, existing_type=kind, nullable=True)
        use_cases.add_column(sa.Column("round_id", sa.Uuid(), nullable=True))
        use_cases.add_column(sa.Column("example", sa.Text(), nullable=True))
        use_cases.add_column(sa.Column("closed_why", sa.Text(), nullable=True))
        use_cases.create_foreign_key("fk_use_cases_round_id", "rounds", ["round_id"], ["id"])
    with op.batch_alter_table("selections") as selections:
        selections.alter_column("backup_id", existing_type=sa.Uuid(), nullable=True)
        selections.add_column(sa.Column("round_id", sa.Uuid(), nullable=True))
        selections.add_column(sa.Column("count_why", sa.Text(), nullable=True))
        selections.add_column(sa.Column("steps_back", sa.Text(), nullable=True))
        selections.create_foreign_key("fk_selections_round_id", "rounds", ["round_id"], ["id"])


def downgrade() -> None:
    """What was left open is filled with the lowest level, the proposer, and the primary as its own backup."""
    op.execute("UPDATE selections SET backup_id = primary_id WHERE backup_id IS NULL")
    op.execute("UPDATE use_cases SET sponsor = proposed_by WHERE sponsor IS NULL")
    op.execute("UPDATE use_cases SET product_owner = proposed_by WHERE product_owner IS NULL")
    op.execute("UPDATE use_cases SET impact = 1 WHERE impact IS NULL")
    op.execute("UPDATE use_cases SET data_readiness = 1 WHERE data_readiness IS NULL")
    op.execute("UPDATE use_cases SET complexity = 5 WHERE complexity IS NULL")
    op.execute("UPDATE use_cases SET state = 'proposed' WHERE state IN ('withdrawn', 'archived')")
    with op.batch_alter_table("selections") as selections:
        selections.drop_constraint("fk_selections_round_id", type_="foreignkey")
        selections.drop_column("steps_back")
        selections.drop_column("count_why")
        selections.drop_column("round_id")
        selections.alter_column("backup_id", existing_type=sa.Uuid(), nullable=False)
    with op.batch_alter_table("use_cases") as use_cases:
        use_cases.drop_constraint("fk_use_cases_round_id", type_="foreignkey")
        use_cases.drop_column("closed_why")
        use_cases.drop_column("example")
        use_cases.drop_column("round_id")
        for name, kind in NOW_OPTIONAL:
            use_cases.alter_column(name, existing_type=kind, nullable=False)
    op.drop_table("replies")
    op.drop_table("rounds")
