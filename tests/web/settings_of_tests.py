"""The site's settings for tests: a folder of their own, so that none is made where the tests are run."""

import os
import tempfile

os.environ["LNRS_SITE"] = tempfile.mkdtemp(prefix="lnrs-site-")

from lnrs_web.config.settings import *  # noqa: F403
