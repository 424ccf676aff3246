"""Sites to evidence: finds the columns that rules ask for and reads what they list."""
