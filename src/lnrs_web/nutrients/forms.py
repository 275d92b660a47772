"""The forms of the desk: what each asks for, and what it does."""

from datetime import date
from functools import partial
from typing import Any

from lnrs.nutrients.catchments import catchments
from lnrs.nutrients.credits import pounds
from lnrs_web.nutrients import course
from lnrs_web.nutrients.accounts import Kind
from lnrs_web.nutrients.actions import applications, certificates, rounds, scheme, supply
from lnrs_web.nutrients.course import Standing
from lnrs_web.nutrients.deadlines import permission_by
from lnrs_web.nutrients.models import Movement, Supply, Term
from lnrs_web.nutrients.typed import Field, Form, mark

NUTRIENTS = (("nitrogen", "Nitrogen"), ("phosphorus", "Phosphorus"))
TERMS = tuple((value, label.capitalize()) for value, label in Term.choices)
BECAUSE = Field("because", "Why", "area", "It stays to be read with what is done.")


def _on(day: date) -> str:
    return day.isoformat()


def begin(_: date) -> Form:
    """A scheme is begun."""
    return Form(
        "Begin a credit scheme",
        "Begin it",
        (
            Field("title", "Name of the scheme"),
            Field("operator", "Who runs it", hint="Who sells the credits and stands behind certificates."),
            Field("catchment", "Catchment", "choice", options=tuple((one.name, one.title) for one in catchments())),
        ),
        lambda area, values, by: scheme.begin_scheme(area, **values, by=by),
        "A strategy area has one scheme, which sells credits within one catchment.",
    )


def price(on: date) -> Form:
    """A price is added to the list."""
    return Form(
        "Add a price",
        "Add it",
        (
            Field("nutrient", "Nutrient", "choice", options=NUTRIENTS),
            Field("term", "For which credits", "choice", options=TERMS),
            Field("since", "From", "date", "It holds until the day of the next price.", start=_on(on)),
            Field("pence", "Price of a credit, in pounds", "pounds", "A credit is a tenth of a kilogram a year."),
            Field("source", "Who decided it, and where that is written"),
        ),
        lambda of, values, by: scheme.add_price(of, scheme.NewPrice(**values), by=by),
        "What was sold keeps the price of its own day.",
    )


def new_supply(on: date) -> Form:
    """A supply that was verified is entered."""
    return Form(
        "Enter a supply",
        "Enter it",
        (
            Field("name", "Name", hint="Its place or its batch, as certificates will say it."),
            Field("provider", "Who provides it"),
            Field("nutrient", "Nutrient", "choice", "Each is a supply of its own.", options=NUTRIENTS),
            Field("grams", "Grams a year", "whole", "Rounded down."),
            Field("vintage", "Works since", "date", "The first day on which it takes nutrients away.", start=_on(on)),
            Field("until", "Works until", "date", "Leave it empty where it works for ever.", optional=True),
            Field("evidence", "Evidence", "area", "What shows that it works, and where that is kept."),
            Field("verified_by", "Who verified it", hint="Somebody other than its provider."),
            Field("verified_on", "Verified on", "date", start=_on(on)),
        ),
        lambda of, values, by: supply.add_supply(of, supply.NewSupply(**values), by=by),
        "Enter it once it is verified: from then on it can be sold.",
    )


def new_round(on: date) -> Form:
    """A round is opened."""
    return Form(
        "Open a round",
        "Open it",
        (
            Field("title", "Name of the round"),
            Field("opens_on", "First day", "date", start=_on(on)),
            Field("closes_on", "Last day", "date", "Applications are taken until its end."),
            Field(
                "small_dwellings", "A small builder’s development has at most so many dwellings", "whole", start="50"
            ),
            Field(
                "small_share_percent", "First call of small builders, in per cent of each supply", "whole", start="60"
            ),
        ),
        lambda of, values, by: rounds.open_round(of, **values, by=by),
        "Who gets what is worked out at once when it has closed, from all that is available then.",
    )


NEW = {"scheme": begin, "price": price, "supply": new_supply, "round": new_round}
"""What can be entered anew, by its name in addresses."""


def of_supply(what: str, of: Supply) -> Form | None:
    """What can be done to a supply, by its name in addresses."""
    if what == "take-back":
        fields = (Field("grams", "Grams a year", "whole", "Only what nobody has can be taken back."), BECAUSE, mark())
        return Form(
            f"Take grams off {of.name}",
            "Take them off",
            fields,
            lambda one, values, by: supply.take_back(one, **values, by=by),
            grave=True,
        )
    if what == "expire" and of.until:
        lead = (
            f"It works until {of.until:%-d %B %Y}. What is left of it, and what anybody holds of it, is there no more."
        )
        done = lambda one, _, by: supply.expire(one, by=by)  # noqa: E731  # as the others
        return Form(f"{of.name} has come to its end", "Note that it has", (), done, lead, grave=True)
    return None


def reversal(of: Movement) -> Form:
    """A movement is reversed."""
    return Form(
        f"Reverse: {of}",
        "Reverse it",
        (BECAUSE,),
        lambda one, values, by: supply.reverse(one, **values, by=by),
        "Its contrary is written, and both stay to be seen.",
        grave=True,
    )


def of_application(standing: Standing) -> dict[str, Form]:
    """What can be done with an application as it stands, by name in addresses, the likeliest first."""
    found: dict[str, Form] = {}
    state, one, today = standing.state, standing.application, _on(standing.on)
    if state == course.APPLIED:
        lead = "It takes no part in the round then. The applicant is told, with your reason."
        do = partial(_with, applications.refuse)
        found["refuse"] = Form("Refuse the application", "Refuse it", (BECAUSE,), do, lead, grave=True)
    if standing.owed:
        paid = Field(
            "pence", "Amount in pounds", "pounds", start=pounds(standing.owed).removeprefix("£").replace(",", "")
        )
        do = partial(_with, certificates.note_payment)
        found["payment"] = Form("Note a payment", "Note it", (paid, mark()), do, f"{pounds(standing.owed)} is owed.")
    if state == Kind.RESERVED and not standing.owed and standing.is_deposit_paid:
        signed = Field("signed_on", "The offer was signed on", "date", start=today)
        do = partial(_with, certificates.issue_provisional)
        lead = "The credits are held for the development from then on, and its applicant is mailed the certificate."
        found["provisional"] = Form("Give the provisional certificate", "Give it", (signed,), do, lead)
    if state == Kind.PROVISIONAL and one.decided_on is None:
        found["decision"] = _decision(standing, today)
        found["extension"] = _extension(standing)
    if state == Kind.PROVISIONAL and one.decided_on:
        do = partial(_with, certificates.undo_decision)
        lead = (
            "If it was noted by mistake. What was billed for it and is not paid is cancelled. Note the right one next."
        )
        found["undo-decision"] = Form(
            "Take back the planning decision", "Take it back", (BECAUSE,), do, lead, grave=True
        )
    if state == Kind.PROVISIONAL and one.granted and not standing.owed and standing.is_paid:
        lead = "Permission is granted and all is paid. The credits are the development’s for good."
        found["final"] = Form(
            "Give the final certificate", "Give it", (), partial(_with, certificates.issue_final), lead
        )
    if state == Kind.FINAL:
        lead = "Note it once somebody lives in the development. The credits can never be sold again."
        found["retire"] = Form("The development is lived in", "Note it", (), partial(_with, certificates.retire), lead)
    if state in (Kind.RESERVED, Kind.PROVISIONAL):
        do = partial(_with, certificates.release)
        lead = "The applicant is told, with your reason. What is owed is cancelled; what is paid stays paid."
        found["release"] = Form("Release the credits", "Release them", (BECAUSE,), do, lead, grave=True)
    return found


def _with(action: Any, one: object, values: dict[str, Any], by: object) -> object:
    return action(one, **values, by=by)


def _decision(standing: Standing, today: str) -> Form:
    def do(one: Any, values: dict[str, Any], by: Any) -> object:
        granted = values.pop("outcome") == "granted"
        return certificates.note_decision(one, granted=granted, **values, by=by)

    fields = (
        Field(
            "outcome",
            "What was decided",
            "choice",
            options=(("granted", "Permission is granted"), ("refused", "Permission is refused")),
        ),
        Field("decided_on", "Decided on", "date", start=today),
        Field("told_on", "The scheme was told on", "date", start=today),
        Field("reference", "Planning reference", start=standing.application.planning_reference, optional=True),
    )
    return Form("Note the planning decision", "Note it", fields, do, "Where it is granted the rest is billed.")


def _extension(standing: Standing) -> Form:
    issued = standing.course.provisional_on or standing.on
    last = permission_by(issued, standing.application.extended_until)
    fields = (Field("until", "Until", "date"), BECAUSE)
    lead = f"Permission has to be given by {last:%-d %B %Y}. Longer is given in writing."
    return Form("Give longer for permission", "Give it", fields, partial(_with, certificates.extend), lead)
