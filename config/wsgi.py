"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from config.incoming import OnlyUtf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DATABASE_ROLE", "app")

application = OnlyUtf8(get_wsgi_application())

from config.database_role import refuse_unwalled_role  # noqa: E402 (the settings must be loaded first)

refuse_unwalled_role()
