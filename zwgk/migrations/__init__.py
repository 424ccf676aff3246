"""Alembic migrations of the database; they run by themselves when it is opened."""
