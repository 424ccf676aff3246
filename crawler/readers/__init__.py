"""Readers: pure functions from a fetched page to facts."""
