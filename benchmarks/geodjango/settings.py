"""Settings of the peer: GeoDjango's own PostGIS driver, with the GDAL and GEOS that the wheels of Pyogrio and Shapely
carry, so that no system library is asked for. `LNRS_DATABASE` names the database, as for the site."""

import os
from importlib.util import find_spec
from pathlib import Path

import pyogrio  # noqa: F401  # before Django asks for it, so that GDAL finds the libraries beside it
import shapely  # noqa: F401

from lnrs_web.config.database import database_at


def _library(package: str, pattern: str) -> str:
    """The file of a library that a wheel carries beside its package."""
    spec = find_spec(package)
    beside = Path(str(spec and spec.origin)).parents[1] / f"{package}.libs"
    return str(next(beside.glob(pattern)))


GDAL_LIBRARY_PATH = _library("pyogrio", "libgdal*.so*")
GEOS_LIBRARY_PATH = _library("shapely", "libgeos_c*.so*")
SECRET_KEY = "a benchmark signs nothing"
DATABASES = {
    "default": database_at(os.environ["LNRS_DATABASE"], Path()) | {"ENGINE": "django.contrib.gis.db.backends.postgis"}
}
INSTALLED_APPS = ["benchmarks.geodjango"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
