"""Shared by every test; what one room needs is in that room's own conftest."""
