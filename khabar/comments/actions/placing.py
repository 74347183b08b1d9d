"""Comments go where their page goes."""

from django.db import transaction

from khabar.comments.models import Comment
from khabar.comments.models.comments import sections_above


@transaction.atomic
def settle_after_move(page: int) -> None:
    """Put the comments under this page into the section that it stands in now.

    Called in the transaction of the move itself.
    """
    section = sections_above([page]).get(page)
    strayed = Comment.objects.filter(page=page).exclude(section=section)
    # In the order in which moderators lock them, so that neither waits for the other for ever.
    if list(strayed.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True)):
        strayed.update(section=section)
