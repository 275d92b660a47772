"""Settings of the site. Everything that differs between machines comes from the environment:

LNRS_SITE      folder for the database file, the editions and the secret key (default: `work/site`)
LNRS_DATABASE  address of a PostgreSQL database with PostGIS, `postgresql://user:password@host/name` (default: SQLite)
LNRS_HOSTS     names that the site answers to, with commas between them (default: 127.0.0.1 and localhost)
"""

import os
from pathlib import Path

from lnrs_web.config.database import database_at
from lnrs_web.config.secret import secret_key

SITE = Path(os.environ.get("LNRS_SITE", "work/site")).resolve()
DATABASE = os.environ.get("LNRS_DATABASE", "")

SECRET_KEY = secret_key(SITE)
DEBUG = False
ALLOWED_HOSTS = [name.strip() for name in os.environ.get("LNRS_HOSTS", "127.0.0.1,localhost").split(",")]

INSTALLED_APPS = [
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "lnrs_web.areas",
    "lnrs_web.editions",
    "lnrs_web.open_data.apps.OpenDataConfig",
    "lnrs_web.pages",
    "lnrs_web.strategy",
]
MIDDLEWARE = [
    "lnrs_web.pages.middleware.content_security_policy",
    "lnrs_web.open_data.middleware.cross_origin",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
SECURE_REFERRER_POLICY = "same-origin"
ROOT_URLCONF = "lnrs_web.config.urls"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
STATIC_URL = "/static/"
STATIC_ROOT = SITE / "static"
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
DATABASES = {"default": database_at(DATABASE, SITE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

EDITIONS = SITE / "editions"
"""Where the files of imported editions are kept, a folder each, named by their identity."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}, "nowhere": {"class": "logging.NullHandler"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}
"""What breaks is told on standard error, by the path of the page, never what was asked of it."""

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
