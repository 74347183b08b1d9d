"""The report of the outbox: how the log of changes and those who follow it stand."""
