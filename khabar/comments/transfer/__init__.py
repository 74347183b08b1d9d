"""Comments as lines of JSON, out of one house and into another (docs/reference/comments.md)."""
