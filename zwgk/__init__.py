"""Composition root: command line, configuration, storage, schedule."""
