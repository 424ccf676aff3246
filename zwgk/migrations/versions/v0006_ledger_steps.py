"""What each run changed in the ledger, so that a run made with a wrong clock can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; what earlier runs changed cannot be told any more."""
    op.create_table(
        "ledger_steps",
        sa.Column("run", sa.String(40), sa.ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("rule", sa.String(255), primary_key=True),
        sa.Column("unit", sa.String(255), primary_key=True),
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("place", sa.String(255), primary_key=True),
        sa.Column("before", sa.Text),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("ledger_steps")
