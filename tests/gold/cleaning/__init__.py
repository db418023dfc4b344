"""Gold for the cleaning stage (see README.md) and its scorer."""
