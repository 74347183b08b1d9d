"""What each change of the newsroom means to readers: the keys of it, recorded where it happens.

``faces`` says what an article shows, ``articles`` compares it and records, ``watching`` does so for
all other models, by the table in ``table``. The keys are those of the state before and after.
"""
