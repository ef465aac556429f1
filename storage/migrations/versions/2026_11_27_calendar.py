"""Dates moved by hand, and the public holidays on which nothing is due."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_calendar"
down_revision = "2026_11_27_surveys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("programs") as programs:
        programs.add_column(sa.Column("moves", sa.JSON(), nullable=True))
        programs.add_column(sa.Column("country", sa.Text(), nullable=True))
        programs.add_column(sa.Column("holidays", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("programs") as programs:
        programs.drop_column("holidays")
        programs.drop_column("country")
        programs.drop_column("moves")
