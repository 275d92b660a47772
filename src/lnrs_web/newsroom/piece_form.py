"""The form of whatever an editor writes: what is put into a page by its number is the editor's own to choose."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from wagtail.admin.forms import WagtailAdminPageForm

Reference = tuple[type[Any], str]


class PieceForm(WagtailAdminPageForm):
    """Wagtail asks who may choose a picture, a file or a page where they are listed, and not where a form names one."""

    def clean(self) -> Any:
        """What was typed. Raises PermissionDenied for what another area's editors alone may choose: a form that is
        shown again would tell its title already. What the page has had stays in it."""
        from lnrs_web.newsroom.access import may_choose  # it asks for the models, which have this form

        for kind, number in set(self._named()) - set(_had(self.instance)):
            if not may_choose(self.for_user, kind, number):
                raise PermissionDenied
        return super().clean()

    def _named(self) -> Iterator[Reference]:
        for name in {"picture", "body"} & set(self.fields):
            field = self.fields[name]
            typed = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            yield from _of_picture(self.instance, typed) if name == "picture" else _of_body(self.instance, typed)


def _had(piece: Any) -> Iterator[Reference]:
    yield from _of_body(piece, piece.body)
    yield from _of_picture(piece, getattr(piece, "picture_id", None))


def _of_picture(piece: Any, number: object) -> Iterator[Reference]:
    if number and str(number).isdecimal():
        yield piece._meta.get_field("picture").related_model, str(number)


def _of_body(piece: Any, body: Any) -> Iterator[Reference]:
    for kind, number, *_ in piece._meta.get_field("body").stream_block.extract_references(body or []):
        yield kind, str(number)
