"""One file per finding code; `engine.load_checks` finds them, nothing else names them."""
