"""Photos: what a file says about itself, and the fixed set of renditions that readers get.

`slots` is the catalogue; `metadata` reads and `stamp` writes what a file carries; `rendering` turns
bytes into bytes; only `store` touches the database and the storages.
"""
