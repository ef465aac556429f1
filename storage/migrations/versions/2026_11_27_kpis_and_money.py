"""KPIs get guards and a rhythm, risks what remains of them; actions, money and a log of decisions begin."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "2026_11_27_kpis_and_money"
down_revision = "2026_11_27_lapses"
branch_labels = None
depends_on = None


def _kpis() -> list[sa.Column[Any]]:
    return [
        sa.Column("kind", sa.Text(), nullable=False, server_default=sa.text("'target'")),
        sa.Column("guards", sa.Uuid(), nullable=True),
        sa.Column("tolerance", sa.Float(), nullable=True),
        sa.Column("aim", sa.Text(), nullable=False, server_default=sa.text("'value'")),
        sa.Column("amount", sa.Float(), nullable=True),
        sa.Column("worth", sa.Text(), nullable=True),
        sa.Column("rate", sa.Text(), nullable=True),
        sa.Column("cadence_days", sa.Integer(), nullable=True),
        sa.Column("reader", sa.Text(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("is_headline", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("stop_at", sa.Float(), nullable=True),
        sa.Column("stop_on", sa.Date(), nullable=True),
        sa.Column("first_baseline", sa.Float(), nullable=True),
        sa.Column("first_target", sa.Float(), nullable=True),
        sa.Column("changes", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("change_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1")),
    ]


def _readings() -> list[sa.Column[Any]]:
    return [
        sa.Column("part", sa.Float(), nullable=True),
        sa.Column("whole", sa.Float(), nullable=True),
        sa.Column("replaces", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
    ]


def _risks() -> list[sa.Column[Any]]:
    return [
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("gates", sa.JSON(), nullable=True),
        sa.Column("residual_likelihood", sa.Integer(), nullable=True),
        sa.Column("residual_impact", sa.Integer(), nullable=True),
        sa.Column("residual_by", sa.Text(), nullable=True),
        sa.Column("accepted_by", sa.Text(), nullable=True),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.Column("acceptance", sa.Text(), nullable=True),
    ]


def upgrade() -> None:
    for table, columns in (("kpis", _kpis()), ("risks", _risks())):
        with op.batch_alter_table(table) as changed:
            for column in columns:
                changed.add_column(column)
    with op.batch_alter_table("readings") as readings:
        for column in _readings():
            readings.add_column(column)
        readings.create_unique_constraint(op.f("uq_readings_replaces"), ["replaces"])
    _actions()
    _decision_log()
    _money()


def _of_program(table: str, *columns: sa.Column[Any] | sa.UniqueConstraint) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["program_id"], ["programs.id"], name=op.f(f"fk_{table}_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("program_id", "number", name=op.f(f"uq_{table}_program_id_number")),
    )
    op.create_index(op.f(f"ix_{table}_program_id"), table, ["program_id"])


def _actions() -> None:
    _of_program(
        "actions",
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("raised_by", sa.Text(), nullable=False),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("done_by", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("hands", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )


def _decision_log() -> None:
    _of_program(
        "decision_log",
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("alternatives", sa.Text(), nullable=True),
        sa.Column("logged_by", sa.Text(), nullable=False),
        sa.Column("logged_at", UtcDateTime(), nullable=False),
        sa.Column("corrects", sa.Uuid(), nullable=True),
        sa.Column("kpi_id", sa.Uuid(), nullable=True),
        sa.UniqueConstraint("corrects", name=op.f("uq_decision_log_corrects")),
    )


def _money() -> None:
    _of_program(
        "money_lines",
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("per", sa.Text(), nullable=False),
        sa.Column("amount", sa.Float(), nullable=True),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.Column("rate", sa.Float(), nullable=True),
        sa.Column("bucket", sa.Text(), nullable=True),
        sa.Column("for_data", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("struck", sa.Text(), nullable=True),
        sa.Column("struck_by", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "next_budgets",
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("is_there", sa.Boolean(), nullable=False),
        sa.Column("amount", sa.Float(), nullable=True),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("said_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["programs.id"], name=op.f("fk_next_budgets_program_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("program_id", name=op.f("pk_next_budgets")),
    )


def downgrade() -> None:
    for table in ("next_budgets", "money_lines", "decision_log", "actions"):
        op.drop_table(table)
    with op.batch_alter_table("readings") as readings:
        readings.drop_constraint(op.f("uq_readings_replaces"), type_="unique")
        for column in _readings():
            readings.drop_column(column.name)
    for table, columns in (("risks", _risks()), ("kpis", _kpis())):
        with op.batch_alter_table(table) as changed:
            for column in columns:
                changed.drop_column(column.name)
