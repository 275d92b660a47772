"""How Wagtail, in which editors write, is set up: what the site does itself is off, and so is whatever would ask
anything of another machine."""

from typing import Any

MEGABYTE = 1_000_000


def wagtail_of(address: str) -> dict[str, Any]:
    """Wagtail's settings for a site whose address begins so."""
    return {
        "WAGTAIL_SITE_NAME": "Local nature recovery",
        "WAGTAILADMIN_BASE_URL": address,
        "WAGTAILADMIN_LOGIN_URL": "account_login",
        "WAGTAIL_PASSWORD_MANAGEMENT_ENABLED": False,
        "WAGTAIL_PASSWORD_RESET_ENABLED": False,
        "WAGTAIL_EMAIL_MANAGEMENT_ENABLED": False,
        "WAGTAILUSERS_PASSWORD_ENABLED": False,
        "WAGTAIL_ENABLE_UPDATE_CHECK": False,
        "WAGTAIL_ENABLE_WHATS_NEW_BANNER": False,
        "WAGTAIL_GRAVATAR_PROVIDER_URL": None,
        "WAGTAIL_WORKFLOW_ENABLED": False,
        "WAGTAILADMIN_COMMENTS_ENABLED": False,
        "WAGTAIL_AUTOSAVE_INTERVAL": 0,
        "WAGTAIL_ALLOW_UNICODE_SLUGS": False,
        "WAGTAILIMAGES_IMAGE_MODEL": "newsroom.Picture",
        "WAGTAILIMAGES_IMAGE_FORM_BASE": "lnrs_web.newsroom.forms.PictureForm",
        "WAGTAILIMAGES_EXTENSIONS": ["jpg", "jpeg", "png", "webp"],
        "WAGTAILIMAGES_MAX_UPLOAD_SIZE": 20 * MEGABYTE,
        "WAGTAILDOCS_DOCUMENT_MODEL": "newsroom.Download",
        "WAGTAILDOCS_DOCUMENT_FORM_BASE": "lnrs_web.newsroom.forms.DownloadForm",
        "WAGTAILDOCS_EXTENSIONS": ["csv", "docx", "odt", "ods", "pdf", "txt", "xlsx"],
    }
