"""The newsroom app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    """Connects the newsroom's signals, in one place."""

    name = "khabar.newsroom"
    label = "newsroom"
    verbose_name = _("Newsroom")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the signal handlers, and who may do what with photos."""
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415 (models must be loaded first)

        from khabar.newsroom import signal_handlers  # noqa: PLC0415 (as above)
        from khabar.newsroom.photos.policy import PhotoPolicy  # noqa: PLC0415 (as above)

        signal_handlers.register()
        # After Wagtail's own ready(), which registers its policy for the same model.
        policy = PhotoPolicy()
        register_permission_policy(policy.model, policy)
