"""Programs that were under way before Pilot."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_adoption"
down_revision = "2026_11_27_production"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("programs", sa.Column("adopted", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("programs") as table:
        table.drop_column("adopted")
