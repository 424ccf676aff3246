"""Seeded simulated government sites with truth: an examiner that knows government-sites.md and nothing of `crawler`."""
