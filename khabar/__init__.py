"""Khabar: a newsroom-to-reader publishing system that thinks in Arabic first."""

__version__ = "0.1.0"
