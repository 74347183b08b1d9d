"""Live coverage on the desk: its list, its writing screen, the urgent lines."""
