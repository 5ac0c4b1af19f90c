from django.apps import AppConfig


class PptConfig(AppConfig):
    name = "ppt"
