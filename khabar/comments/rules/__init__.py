"""The rules by which a comment is held, refused or noted, before anybody reads it.

Pure: what a rule has to know of other comments is handed to it. Each rule names itself and what
it found.
"""
