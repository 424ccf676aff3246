"""Alembic's entry: migrate over the connection that zwgk.database hands in."""

from alembic import context

from zwgk.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot alter most columns in place
)
with context.begin_transaction():
    context.run_migrations()
