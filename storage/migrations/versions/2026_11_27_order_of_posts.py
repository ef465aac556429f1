"""The next post is found by an index, however many wait."""

from alembic import op

revision = "2026_11_27_order_of_posts"
down_revision = "2026_11_27_selection"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_posts_order"), "posts", ["state", "urgency", "due_at", "id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_posts_order"), table_name="posts")
