"""Who may do what with photos: as Wagtail has it, but deleting is a permission of its own."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from khabar.newsroom.models.photo import Photo
from khabar.newsroom.photos import uses

DELETE = "delete"


class PhotoPolicy(CollectionOwnershipPermissionPolicy):
    """To change a photo is not yet to delete it.

    Wagtail lets whoever may change a photo delete it too. Here that takes the permission to delete,
    or that the photo is one's own and stands nowhere: an upload that was a mistake is taken back.
    """

    def __init__(self) -> None:
        super().__init__(
            Photo, auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user"
        )

    def user_has_permission(self, user: Any, action: str) -> bool:
        """On some photo at least."""
        if action == DELETE:
            return bool(self._check_perm(user, [DELETE, "add"]))
        return bool(super().user_has_permission(user, action))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        """As above, the other way round."""
        wanted = set(actions)
        others = wanted - {DELETE}
        if DELETE not in wanted:
            return super().users_with_any_permission(others)
        deleters = self._users_with_perm([DELETE, "add"])
        return deleters | super().users_with_any_permission(others) if others else deleters

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Any
    ) -> bool:
        """On this photo."""
        wanted = set(actions)
        others = wanted - {DELETE}
        if others and super().user_has_any_permission_for_instance(user, others, instance):
            return True
        return DELETE in wanted and self._may_delete(user, instance)

    def _may_delete(self, user: Any, photo: Photo) -> bool:
        if self._check_perm(user, [DELETE], collection=photo.collection):
            return True
        return (
            photo.uploaded_by_user_id == user.pk
            and bool(self._check_perm(user, ["add"], collection=photo.collection))
            and not Photo.objects.filter(uses.used(), pk=photo.pk).exists()
        )

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Photo]:
        """The photos that a person may do one of these with."""
        wanted = set(actions)
        others = wanted - {DELETE}
        found: QuerySet[Photo] = (
            super().instances_user_has_any_permission_for(user, others)
            if others
            else Photo.objects.none()
        )
        if DELETE not in wanted or not user.is_authenticated or user.is_superuser:
            return Photo.objects.all() if user.is_superuser else found
        deletable = Q(collection__in=list(self._collections_with_perm(user, [DELETE])))
        own = Q(
            collection__in=list(self._collections_with_perm(user, ["add"])),
            uploaded_by_user=user,
        )
        if "change" not in others:
            own &= ~uses.used()
        return found | Photo.objects.filter(deletable | own)

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Any
    ) -> QuerySet[Any]:
        """Those who may do one of these with this photo."""
        wanted = set(actions)
        others = wanted - {DELETE}
        if DELETE not in wanted:
            return super().users_with_any_permission_for_instance(others, instance)
        deleters = self._users_with_perm([DELETE], collection=instance.collection)
        if not others:
            return deleters
        return deleters | super().users_with_any_permission_for_instance(others, instance)
