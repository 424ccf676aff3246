"""Checks of sites as a whole, one file each (see checker.sitecheck)."""
