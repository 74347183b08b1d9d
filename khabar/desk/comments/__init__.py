"""The moderation desk: the queue, a reader's history, rules and where comments are taken."""
