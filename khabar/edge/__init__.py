"""The edge: pages and fragments as bytes, fresh within a second, answered before Django.

A *piece* is the core of a page, or a fragment that many pages wear. It is kept with the keys that
it was rendered from; the outbox says which keys changed. A page is joined from its pieces once for
each combination of their versions, already compressed.
"""
