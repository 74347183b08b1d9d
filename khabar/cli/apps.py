from django.apps import AppConfig
from django.conf import settings

from khabar.cli.translations import compile_translations


class CliConfig(AppConfig):
    name = "khabar.cli"
    label = "cli"
    verbose_name = "Khabar's commands"

    def ready(self) -> None:
        """Have the translations ready before anything asks for one: every command may.

        Django keeps what it has once read, so this app stands first among those installed.
        """
        compile_translations(settings.LOCALE_PATHS)
