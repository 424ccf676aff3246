"""`zwgk serve`: the web service. Pages for people, `/api/v1` for programs, both with the same permissions."""
