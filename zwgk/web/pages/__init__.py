"""Pages for people, one module for each thing they come for."""
