"""Why something is not done, in words for whom it is not done."""


class Refused(Exception):  # noqa: N818 (it is an answer, not a failure)
    """Raised with the reason, as the reader or the moderator is to read it."""

    def __init__(self, why: str, *, field: str = "") -> None:
        super().__init__(why)
        self.why, self.field = why, field
