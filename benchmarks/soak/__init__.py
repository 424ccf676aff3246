"""A month of nights over the demo's changing portal, with kills: what the database and the memory come to."""
