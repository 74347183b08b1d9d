"""The desk's list of articles: columns, filters, saved views, finding, acts on many at once."""
