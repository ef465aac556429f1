"""A register's row may be about one topic, and a gate may have been passed with something missing."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_topics_and_overrides"
down_revision = "2026_11_27_served_versions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("register_rows") as rows:
        rows.add_column(sa.Column("topic", sa.Text(), nullable=True))
    with op.batch_alter_table("passed_gates") as gates:
        gates.add_column(sa.Column("override_reason", sa.Text(), nullable=True))
        gates.add_column(sa.Column("lacking", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("passed_gates") as gates:
        gates.drop_column("lacking")
        gates.drop_column("override_reason")
    with op.batch_alter_table("register_rows") as rows:
        rows.drop_column("topic")
