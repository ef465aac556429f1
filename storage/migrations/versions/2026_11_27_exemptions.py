"""An item may be exempted with another role's approval; its wording may be corrected; candidates are assessed."""

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "2026_11_27_exemptions"
down_revision = "2026_11_27_voting"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assessments",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("use_case_id", sa.Uuid(), nullable=False),
        sa.Column("there", sa.JSON(), nullable=False),
        sa.Column("assessed_by", sa.Text(), nullable=False),
        sa.Column("assessed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_assessments_workspace_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["use_case_id"], ["use_cases.id"], name=op.f("fk_assessments_use_case_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "use_case_id", name=op.f("pk_assessments")),
    )
    with op.batch_alter_table("items") as items:
        items.add_column(sa.Column("exemption", sa.JSON(), nullable=True))
        items.add_column(sa.Column("substance", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("items") as items:
        items.drop_column("substance")
        items.drop_column("exemption")
    op.drop_table("assessments")
