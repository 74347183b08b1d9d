"""The imports app: other systems' exports become newsroom objects. No models of its own."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    """Makes the `import` command known."""

    name = "khabar.imports"
    label = "imports"
    verbose_name = _("Imports")
