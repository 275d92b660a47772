"""The door for a web server (WSGI): `lnrs_web.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lnrs_web.config.settings")

application = get_wsgi_application()
