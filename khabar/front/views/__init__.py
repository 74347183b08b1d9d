"""HTTP on one side, the newsroom's queries on the other."""
