"""The door for a web server (WSGI): `lnrs_web.config.wsgi:application`."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lnrs_web.config.settings")

gc.disable()  # until all is there: looking through what is loaded for garbage costs a third
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)  # all that answers is there before the first reader comes
gc.freeze()
gc.enable()
