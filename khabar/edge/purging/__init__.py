"""Telling the cache in front what changed: followers of the log, until it took each change."""
