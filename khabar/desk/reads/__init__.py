"""The report of what readers read most."""
