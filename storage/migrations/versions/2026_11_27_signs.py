"""Since when signs of trouble wait to be looked for in a program."""

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "2026_11_27_signs"
down_revision = "2026_11_27_adoption"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("programs", sa.Column("signs_at", UtcDateTime(), nullable=True))
    op.create_index("ix_programs_signs", "programs", ["signs_at"])


def downgrade() -> None:
    with op.batch_alter_table("programs") as table:
        table.drop_index("ix_programs_signs")
        table.drop_column("signs_at")
