"""What a run was limited to, the plan of each site, and what was last seen of each column."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; runs made before have neither."""
    with op.batch_alter_table("runs") as runs:
        runs.add_column(sa.Column("selection", sa.Text))
    with op.batch_alter_table("site_evidence") as sites:
        sites.add_column(sa.Column("plan", sa.Text))
    op.create_table(
        "memories",
        sa.Column("site", sa.String(255), primary_key=True),
        sa.Column("place", sa.String(64), primary_key=True),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("run", sa.String(40), nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("memories")
    with op.batch_alter_table("site_evidence") as sites:
        sites.drop_column("plan")
    with op.batch_alter_table("runs") as runs:
        runs.drop_column("selection")
