"""`/api/v1`: the same for programs, described in /api/openapi.json."""
