"""The site's settings for tests: a folder of their own, so that none is made where the tests are run."""

import os
import tempfile

os.environ["LNRS_SITE"] = tempfile.mkdtemp(prefix="lnrs-site-")

from lnrs_web.config.settings import *  # noqa: F403

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
STATIC_ROOT = None  # style sheets are found where they are written
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]  # noqa: F405
if DATABASES["default"]["NAME"] == "migrated":  # noqa: F405  # made ready by tests/acceptance/test_site_on_postgresql.py
    DATABASES["default"]["TEST"] = {"TEMPLATE": DATABASES["default"]["NAME"]}  # noqa: F405
LIMITS = 0.0  # tests that are about limits set them
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}  # noqa: F405
