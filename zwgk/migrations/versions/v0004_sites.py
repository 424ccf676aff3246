"""Attempts to open sites, and the columns that spoke against them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; both begin with the next run."""
    op.create_table(
        "probes",
        sa.Column("site", sa.String(255), primary_key=True),
        sa.Column("at", sa.DateTime, primary_key=True),
        sa.Column("seconds", sa.Float),
        sa.Column("ok", sa.Boolean, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    op.create_table(
        "seen_columns",
        sa.Column("site", sa.String(255), primary_key=True),
        sa.Column("run", sa.String(40), nullable=False),
        sa.Column("columns", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("seen_columns", "probes"):
        op.drop_table(table)
