from django.apps import AppConfig

from common import logs

IN_ADDRESSES = r"(?<=/calendar/)[\w-]{40,}"


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self):
        logs.keep_out(IN_ADDRESSES)
