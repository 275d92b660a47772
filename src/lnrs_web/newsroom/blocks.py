"""What a page of an editor's may be made of: what the site's style has, and nothing that runs or that comes from
elsewhere."""

from typing import Any

from django.core.validators import RegexValidator
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

IN_TEXT = ["bold", "italic", "link", "document-link", "ol", "ul"]
"""What a paragraph may have in it."""

PLACE = RegexValidator(
    r"^[A-Za-z]{2}\s?\d{2,5}\s?\d{2,5}$", "Give a grid reference, such as TQ 882 667: two letters, then the figures."
)


class Heading(blocks.CharBlock):
    """A heading within the page."""

    class Meta:
        icon = "title"
        template = "newsroom/blocks/heading.html"
        label = "Heading"
        max_length = 100


class PictureBlock(blocks.StructBlock):
    """A picture with what is said under it."""

    picture = ImageChooserBlock()
    caption = blocks.CharBlock(max_length=250, required=False, help_text="What is said under the picture.")

    class Meta:
        icon = "image"
        template = "newsroom/blocks/picture.html"
        label = "Picture"


class QuoteBlock(blocks.StructBlock):
    """What somebody said."""

    words = blocks.TextBlock(max_length=600)
    who = blocks.CharBlock(max_length=120, required=False, label="Who said it")

    class Meta:
        icon = "openquote"
        template = "newsroom/blocks/quote.html"
        label = "Quote"


class CallBlock(blocks.StructBlock):
    """One thing that the reader is asked to do."""

    words = blocks.CharBlock(max_length=60, label="What the button says", help_text="Such as: Come and plant a hedge.")
    page = blocks.PageChooserBlock(required=False, label="A page of yours")
    address = blocks.URLBlock(required=False, label="Or an address elsewhere")

    class Meta:
        icon = "arrow-right"
        template = "newsroom/blocks/call.html"
        label = "Button"

    def clean(self, value: Any) -> Any:
        """As it is. Raises StructBlockValidationError where it leads nowhere, or to two places."""
        found = super().clean(value)
        if bool(found["page"]) == bool(found["address"]):
            wrong = blocks.struct_block.StructBlockValidationError
            raise wrong(non_block_errors=["Choose one page, or give one address."])
        return found


class DownloadBlock(blocks.StructBlock):
    """A file to take away."""

    file = DocumentChooserBlock()

    class Meta:
        icon = "download"
        template = "newsroom/blocks/download.html"
        label = "File to take away"


class PlaceBlock(blocks.StructBlock):
    """A way to what the strategy says of a place."""

    words = blocks.CharBlock(max_length=100, label="What the place is called")
    place = blocks.CharBlock(
        max_length=16, validators=[PLACE], label="Its grid reference", help_text="Such as TQ 882 667."
    )

    class Meta:
        icon = "site"
        template = "newsroom/blocks/place.html"
        label = "Place on the map"


class Body(blocks.StreamBlock):
    """A page, part by part."""

    text = blocks.RichTextBlock(features=IN_TEXT, icon="pilcrow", label="Text", template="newsroom/blocks/text.html")
    heading = Heading()
    picture = PictureBlock()
    quote = QuoteBlock()
    call = CallBlock()
    download = DownloadBlock()
    place = PlaceBlock()
