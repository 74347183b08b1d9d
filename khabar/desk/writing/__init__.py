"""Where an article is written: the form's order, counters, keys, pasting, and cleaning a text."""
