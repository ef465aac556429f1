"""The database tells which versions of the program work on its schema, so that one may take another's place."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_served_versions"
down_revision = "2026_11_27_facts_and_registers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "served_versions",
        sa.Column("revision", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("revision", name=op.f("pk_served_versions")),
    )


def downgrade() -> None:
    op.drop_table("served_versions")
