"""Results to documents; never runs a check, never opens a page."""
