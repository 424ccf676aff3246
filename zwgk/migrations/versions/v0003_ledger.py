"""The ledger of findings, what people ruled, and what units answered."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; the ledger begins with the next run."""
    op.create_table(
        "ledger",
        sa.Column("rule", sa.String(255), primary_key=True),
        sa.Column("unit", sa.String(255), primary_key=True),
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("place", sa.String(255), primary_key=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("turned", sa.String(40), nullable=False),
        sa.Column("entry", sa.Text, nullable=False),
    )
    op.create_table(
        "rulings",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("made", sa.DateTime, nullable=False),
        sa.Column("rule", sa.String(255), nullable=False),
        sa.Column("ruling", sa.Text, nullable=False),
    )
    op.create_table(
        "replies",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("rule", sa.String(255), nullable=False),
        sa.Column("unit", sa.String(255), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("place", sa.String(255), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("by", sa.String(255), nullable=False),
        sa.Column("on", sa.Date, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("replies", "rulings", "ledger"):
        op.drop_table(table)
