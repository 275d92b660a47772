"""Settings of the site. Everything that differs between machines comes from the environment. The page
docs/reference/site-settings.md is made of these lines:

LNRS_SITE      folder for the database, the editions and the secret key (default: `work/site`)
LNRS_DATABASE  address of a PostgreSQL database with PostGIS, `postgresql://user:password@host/name` (default: a
               SQLite file in that folder)
LNRS_SECRET_KEY  the secret that the site signs with, and seals second factors with: with another one they have to be
               set up again (default: one is made and kept in that folder)
LNRS_SITE_CHECKS_KEPT_DAYS  for how many days planning checks are kept (default: 3650, ten years)
LNRS_HOSTS     names that the site answers to, with commas between them (default: `127.0.0.1,localhost`)
LNRS_ADDRESS   how the site's address begins, for links in its mail, such as `https://nature.example.org` (default: the
               first of `LNRS_HOSTS`; `lnrs-web serve` on this machine adds its port)
LNRS_HTTPS     `yes` where readers reach it over https (default: `no`)
LNRS_PROXY     how many proxies of your own a request passes through (default: 0)
LNRS_MAIL      mail server, `smtp://user:password@host:port` or `smtps://`; `notify:TEMPLATE`, with the identity of a
               template, for GOV.UK Notify; `console:` for the terminal (default: files in `LNRS_SITE/mail`)
LNRS_NOTIFY_KEY  key of GOV.UK Notify's interface (default: none)
LNRS_NOTIFY_URL  where that interface is (default: `https://api.notifications.service.gov.uk`)
LNRS_MAIL_A_DAY  how many mails are sent in one day at most; the rest wait for the next (default: 50000)
LNRS_MAIL_A_MINUTE  how many mails are sent in one minute at most (default: 3000, which GOV.UK Notify takes)
LNRS_MAIL_FROM address that the site's mail comes from (default: `nature-recovery@` the first of `LNRS_HOSTS`)
LNRS_OPERATOR  name of the body that runs the site: the accessibility statement and the privacy notice have to say it
               (default: none)
LNRS_CONTACT   mail address of whoever runs the site, shown on its contact page (default: none)
LNRS_LIMITS    how many times as often as usual one reader may ask; 0 for no limits (default: 1)
LNRS_UPLOAD_MB largest upload at the desk, in megabytes; an edition unpacked may have four times as much (default: 4000)
"""

import os
from pathlib import Path

from lnrs_web.config.database import database_at
from lnrs_web.config.doors import number_in, over_https, yes_in
from lnrs_web.config.mail import mail_at
from lnrs_web.config.secret import secret_key
from lnrs_web.config.wagtail import wagtail_of

SITE = Path(os.environ.get("LNRS_SITE", "work/site")).resolve()
DATABASE = os.environ.get("LNRS_DATABASE", "")

SECRET_KEY = secret_key(SITE)
DEBUG = False
ALLOWED_HOSTS = [name.strip() for name in os.environ.get("LNRS_HOSTS", "127.0.0.1,localhost").split(",")]

INSTALLED_APPS = [
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "lnrs_web.accounts",
    "lnrs_web.analysis",
    "lnrs_web.areas",
    "lnrs_web.atlas",
    "lnrs_web.audit",
    "lnrs_web.backup",
    "lnrs_web.boundaries",
    "lnrs_web.briefings",
    "lnrs_web.delivery.apps.DeliveryConfig",
    "lnrs_web.desk",
    "lnrs_web.editions",
    "lnrs_web.engagement",
    "lnrs_web.england",
    "lnrs_web.gain_sites.apps.GainSitesConfig",
    "lnrs_web.land",
    "lnrs_web.moderation",
    "lnrs_web.newsletter.apps.NewsletterConfig",
    "lnrs_web.newsroom.apps.NewsroomConfig",
    "lnrs_web.nutrients",
    "lnrs_web.open_data.apps.OpenDataConfig",
    "lnrs_web.outbox",
    "lnrs_web.pages",
    "lnrs_web.petition",
    "lnrs_web.pictures",
    "lnrs_web.places",
    "lnrs_web.planning",
    "lnrs_web.procedure",
    "lnrs_web.public_land",
    "lnrs_web.thirty_by_thirty",
    "lnrs_web.targets",
    "lnrs_web.retention",
    "lnrs_web.search",
    "lnrs_web.status",
    "lnrs_web.strategy",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
]
MIDDLEWARE = [
    "lnrs_web.pages.middleware.content_security_policy",
    "lnrs_web.pages.middleware.asks_for_nothing",
    "lnrs_web.open_data.middleware.cross_origin",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lnrs_web.pages.middleware.not_too_large",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",  # from here on nothing is done unless a page asks who it is
    "django.middleware.csrf.CsrfViewMiddleware",
    "lnrs_web.pages.middleware.WithoutNull",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
SECURE_REFERRER_POLICY = "same-origin"
HTTPS = yes_in(os.environ, "LNRS_HTTPS")
ADDRESS = (os.environ.get("LNRS_ADDRESS", "") or f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0]}").rstrip("/")
"""How the site's address begins, for links that are read elsewhere."""
PROXIES = int(number_in(os.environ, "LNRS_PROXY", 0))
globals().update(over_https(HTTPS, PROXIES))
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
"""Other names of the domain are not ours to promise https for."""

MAX_REQUEST_BYTES = 64_000_000
MAX_UPLOAD_BYTES = int(number_in(os.environ, "LNRS_UPLOAD_MB", 4000, least=1)) * 1_000_000
"""The largest request that is read: anywhere, and at the desk."""
MAX_EDITION_BYTES = 4 * MAX_UPLOAD_BYTES
UPLOADS = SITE / "uploads"
PROCEDURE_DOCUMENTS = SITE / "procedure"
"""Files of the procedure, named by the SHA-256 of their bytes."""
COUNTERS = SITE / "counters.sqlite3"
LIMITS = number_in(os.environ, "LNRS_LIMITS", 1)

SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_AGE = SESSION_COOKIE_AGE
CSRF_COOKIE_HTTPONLY = True
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "lnrs_web.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code that signs somebody in has proved the address
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "request_login_code": "lnrs_web.accounts.forms.AddressForm",
    "confirm_login_code": "lnrs_web.accounts.forms.CodeForm",
}
MFA_ADAPTER = "lnrs_web.accounts.sealed.SecondFactor"
MFA_FORMS = {
    "authenticate": "lnrs_web.accounts.forms.AppCodeForm",
    "reauthenticate": "lnrs_web.accounts.forms.AppCodeAgainForm",
    "activate_totp": "lnrs_web.accounts.forms.FirstAppCodeForm",
    "add_webauthn": "lnrs_web.accounts.passkeys.PasskeyForm",
    "edit_webauthn": "lnrs_web.accounts.passkeys.RenameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Local nature recovery"
MFA_TOTP_TOLERANCE = 1

globals().update(mail_at(os.environ.get("LNRS_MAIL", ""), SITE))
NOTIFY_KEY = os.environ.get("LNRS_NOTIFY_KEY", "")
NOTIFY_URL = os.environ.get("LNRS_NOTIFY_URL", "") or "https://api.notifications.service.gov.uk"
MAIL_A_DAY = int(number_in(os.environ, "LNRS_MAIL_A_DAY", 50_000))
MAIL_A_MINUTE = int(number_in(os.environ, "LNRS_MAIL_A_MINUTE", 3_000, least=1))
DEFAULT_FROM_EMAIL = os.environ.get("LNRS_MAIL_FROM", "") or f"nature-recovery@{ALLOWED_HOSTS[0]}"
OPERATOR = os.environ.get("LNRS_OPERATOR", "")
CONTACT = os.environ.get("LNRS_CONTACT", "")
ROOT_URLCONF = "lnrs_web.config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",  # of the editors' pages alone (newsroom.door)
            ]
        },
    }
]
STATIC_URL = "/static/"
STATIC_ROOT = SITE / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": SITE / "cache"},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
    # Its own, so that maps of what readers ask about drive no page out of memory.
    "pictures": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pictures",
        "OPTIONS": {"MAX_ENTRIES": 100},
    },
    # What 30 by 30 counts, with the outlines of all its candidates: few, as each may take some megabytes.
    "counted": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "counted",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 3},
    },
}
DATABASES = {"default": database_at(DATABASE, SITE)}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
"""A job is a row of the transaction that asks for it; `lnrs-web work` does it."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

EDITIONS = SITE / "editions"
"""Where the files of imported editions are kept, a folder each, named by their identity."""
PICTURES = SITE / "pictures"
"""Where maps that have been drawn are kept; whatever is in it may be deleted at any time."""

MEDIA_ROOT = SITE / "media"
"""Pictures and files that editors send."""
MEDIA_URL = "/media/"
globals().update(wagtail_of(ADDRESS))

LAND_UPLOAD_BYTES = 10_000_000
"""The largest file of land that is read."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
"""Text of a form: land that a page carries for its reader may have a hundred thousand corners."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"without_words": {"()": "lnrs_web.config.logs.WithoutWords"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "without_words"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}
"""What breaks is told on standard error: the route of the page and the kind of what went wrong, in nobody's words."""

SITE_CHECKS_KEPT_DAYS = int(number_in(os.environ, "LNRS_SITE_CHECKS_KEPT_DAYS", 3650, least=1))
"""For how many days a planning check is kept."""

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
