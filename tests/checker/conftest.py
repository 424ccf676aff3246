"""Puts this folder on the path, so that the tables share `checker_cases`."""
