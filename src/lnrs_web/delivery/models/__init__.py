"""What is kept of delivery."""

from lnrs_web.delivery.models.assessment import Assessment, AssessmentPart
from lnrs_web.delivery.models.monitoring import Batch, Record
from lnrs_web.delivery.models.project import Funding, Photo, PhotoFile, Project, Version

__all__ = ["Assessment", "AssessmentPart", "Batch", "Funding", "Photo", "PhotoFile", "Project", "Record", "Version"]
