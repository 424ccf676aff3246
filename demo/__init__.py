"""A small government portal of an invented district, with known truth."""
