from django.apps import AppConfig
from django.conf import settings

from khabar.cli.translations import compile_translations


class CliConfig(AppConfig):
    name = "khabar.cli"
    label = "cli"
    verbose_name = "Khabar's commands"

    def import_models(self) -> None:
        """Have the translations ready before anything asks for one: any command or model may.

        Django keeps what it has once read, and models ask while they are imported (not in ready(),
        which comes after all of them); so this app stands first among those installed.
        """
        compile_translations(settings.LOCALE_PATHS)
        super().import_models()
