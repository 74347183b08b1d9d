from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "khabar.cli"
    label = "cli"
    verbose_name = "Khabar's commands"
