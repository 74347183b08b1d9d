"""Readers' comments: what they wrote, the rules it is read by, and what moderators do with it."""
