"""Django's SQLite backend, writing JSON with readable letters."""
