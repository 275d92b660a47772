"""The forms by which officers decide who may do what."""

from typing import Any

from django import forms
from django.db.models import Q

from lnrs_web.accounts.models import ALL_AREAS, DOES, Organisation, Person, Role
from lnrs_web.accounts.permissions import areas_of, is_administrator, name_of

EVERYWHERE = "all"


class OfAreas(forms.Form):
    """A form that asks for one of the areas that somebody has charge of."""

    area = forms.ChoiceField(label="Strategy area", error_messages={"invalid_choice": "Choose an area of yours"})

    def __init__(self, who: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mine = sorted(areas_of(who))
        choices = [(str(number), name_of(number)) for number in self.mine]
        everywhere = [(EVERYWHERE, ALL_AREAS.capitalize())] if is_administrator(who) else []
        self.fields["area"].choices = [*choices, *everywhere]

    def clean_area(self) -> int | None:
        """The area's number; none for all areas."""
        given: str = self.cleaned_data["area"]
        return None if given == EVERYWHERE else int(given)


class InviteForm(OfAreas):
    """Whom to invite, to what."""

    email = forms.EmailField(
        label="Their mail address",
        error_messages={
            "required": "Write their mail address",
            "invalid": "Write a mail address, such as name@example.org",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(
        label="What they may do",
        choices=[("", "Choose"), *((role, f"{Role(role).label.capitalize()}: {does}") for role, does in DOES.items())],
        error_messages={"required": "Choose what they may do", "invalid_choice": "Choose what they may do"},
    )
    organisation = forms.ModelChoiceField(
        label="Organisation, if they act for one",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="None",
    )
    activity = forms.SlugField(
        label="For one activity only",
        required=False,
        max_length=60,
        help_text="The activity’s name as in its address, such as spring-2027. Leave it empty for all of them.",
        error_messages={"invalid": "Write the activity’s name as in its address: letters, figures and hyphens"},
    )
    field_order = ("email", "role", "area", "organisation", "activity")

    def __init__(self, who: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(who, *args, **kwargs)
        bodies = Organisation.objects.filter(Q(area=None) | Q(area__in=self.mine))
        self.fields["organisation"].queryset = bodies

    def clean(self) -> dict[str, Any]:
        """An organisation goes with its own area, and who signs is one of an organisation."""
        given = super().clean() or {}
        body = given.get("organisation")
        if body and "area" in given and body.area not in (None, given["area"]):
            self.add_error("organisation", f"{body} belongs to another area. Choose one of the same area")
        if given.get("role") == Role.SIGNATORY and body is None and "organisation" in given:
            self.add_error("organisation", "Choose for which organisation they sign, or add it first")
        return given


class OrganisationForm(OfAreas):
    """A body that takes part."""

    name = forms.CharField(
        label="Its name", max_length=200, error_messages={"required": "Write the name of the organisation"}
    )
    kind = forms.ChoiceField(
        label="What it is to the strategy",
        choices=[(kind.value, str(kind.label).capitalize()) for kind in list(Organisation.Kind)],
    )
    field_order = ("name", "kind", "area")
