"""Live coverage minute by minute, and the urgent ticker.

A coverage is a page; what happens in it are rows: its course (state, summary) and its posts, so
that ten editors write at once and none of them touches what another one wrote.
"""
