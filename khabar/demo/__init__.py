"""A demo edition: invented countries, real editing. Loaded once, into an empty newsroom."""
