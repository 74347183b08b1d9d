"""The screens of this part: the door, one's own security, other people's accounts, the log."""
