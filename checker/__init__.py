"""Rules and evidence to results: pure judgement, one file per check."""
