"""What editors write, and the files that go with it."""

from lnrs_web.newsroom.models.files import Download, Picture, Rendition
from lnrs_web.newsroom.models.pieces import EventPiece, GuidancePiece, NewsPiece, Piece, QuestionPiece, StoryPiece
from lnrs_web.newsroom.models.section import AreaSection

__all__ = [
    "AreaSection",
    "Download",
    "EventPiece",
    "GuidancePiece",
    "NewsPiece",
    "Picture",
    "Piece",
    "QuestionPiece",
    "Rendition",
    "StoryPiece",
]
