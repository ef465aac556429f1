"""Replicas share Slack's pace and what they have handled; a post remembers when it was first sent."""

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "2026_11_24_paces_and_requests"
down_revision = "2026_11_23_first_tables"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paces",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_paces_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "bucket", name=op.f("pk_paces")),
    )
    op.create_table(
        "requests",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.Float(), nullable=False),
        sa.Column("lease_until", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_requests_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "key", name=op.f("pk_requests")),
    )
    op.create_index(op.f("ix_requests_begun_at"), "requests", ["begun_at"], unique=False)
    with op.batch_alter_table("posts") as posts:
        posts.add_column(sa.Column("first_sent_at", UtcDateTime(), nullable=True))
        posts.add_column(sa.Column("reposted", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("posts") as posts:
        posts.drop_column("reposted")
        posts.drop_column("first_sent_at")
    op.drop_table("requests")
    op.drop_table("paces")
