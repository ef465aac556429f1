"""When each symptom of a dying pilot first showed, and when it was gone."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_symptoms"
down_revision = "2026_11_27_kpis_and_money"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "symptoms_seen",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("symptom", sa.Text(), nullable=False),
        sa.Column("first_week", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("gone_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["program_id"], ["programs.id"], name=op.f("fk_symptoms_seen_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_symptoms_seen")),
        sa.UniqueConstraint(
            "program_id", "symptom", "first_day", name=op.f("uq_symptoms_seen_program_id_symptom_first_day")
        ),
    )
    op.create_index(op.f("ix_symptoms_seen_program_id"), "symptoms_seen", ["program_id"])


def downgrade() -> None:
    op.drop_table("symptoms_seen")
