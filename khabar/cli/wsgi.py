"""Django alone, for servers that speak WSGI; `khabar up` serves asgi.py, which holds this."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khabar.conf.settings")
application = get_wsgi_application()
