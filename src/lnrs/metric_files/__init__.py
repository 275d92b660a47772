"""The file of a statutory biodiversity metric: the official workbook, or Natural England's GeoPackage template."""

from lnrs.metric_files.model import Headline, Kept, Line, MetricFile, Project
from lnrs.metric_files.reading import read

__all__ = ["Headline", "Kept", "Line", "MetricFile", "Project", "read"]
