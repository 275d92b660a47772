"""What editors send: checked, and pictures made anew, before anything is kept."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from lnrs_web.config.sent_pictures import NoPicture, made_anew

LONGEST_PX = 2400
"""The longer side of a picture that is kept: enough for the widest page on a sharp screen."""
STARTS = {
    "pdf": (b"%PDF-",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
    "ods": (b"PK\x03\x04",),
}
"""How files of a kind begin; those of other kinds are plain text."""
MOST_BYTES = 30_000_000


class PictureForm(BaseImageForm):
    """A picture, and what it shows in words."""

    def clean_file(self) -> Any:
        """The picture made anew. Raises ValidationError for what is none."""
        sent = self.cleaned_data["file"]
        if "file" not in self.changed_data or not isinstance(sent, UploadedFile):
            return sent
        sent.seek(0)
        try:
            made = made_anew(sent.read(), LONGEST_PX)
        except NoPicture as problem:
            raise ValidationError(str(problem)) from problem
        name = f"{made.sha256[:20]}.{made.kind}"  # which nobody guesses before the picture is shown
        return SimpleUploadedFile(name, made.data, content_type="image/png" if made.kind == "png" else "image/jpeg")


class DownloadForm(BaseDocumentForm):
    """A file that readers may take away."""

    def clean_file(self) -> Any:
        """The file. Raises ValidationError where it is not what its name says."""
        sent = self.cleaned_data["file"]
        if "file" not in self.changed_data or not isinstance(sent, UploadedFile):
            return sent
        if (sent.size or 0) > MOST_BYTES:
            raise ValidationError("It is too large: at most 30 MB.")
        sent.seek(0)
        data = sent.read()
        sent.seek(0)
        kind = str(sent.name).rpartition(".")[2].lower()
        if not (data.startswith(STARTS[kind]) if kind in STARTS else _is_text(data)):
            raise ValidationError(f"It is not what its name says: a {kind.upper()} file.")
        return sent


def _is_text(data: bytes) -> bool:
    try:
        return "\x00" not in data.decode("utf-8")
    except UnicodeDecodeError:
        return False
