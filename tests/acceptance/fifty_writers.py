"""Many writers at once, each with a connection of its own, ask for more credits than there are; what they got is said.

Run by test_credits_under_load.py as a program, on a site of its own, whose database the environment names. Its words:
how many writers, how often each asks, for how many grams, and the grams of each supply.
"""

import json
import sys
import threading
from collections import Counter
from datetime import date

import django

django.setup()

from django.db import connection, transaction  # noqa: E402  # once the site is set up

from lnrs.model import areas  # noqa: E402
from lnrs_web.accounts.actions import account_for, add_officer  # noqa: E402
from lnrs_web.nutrients.accounts import Kind, Move  # noqa: E402
from lnrs_web.nutrients.actions.scheme import begin_scheme  # noqa: E402
from lnrs_web.nutrients.actions.supply import NewSupply, add_supply  # noqa: E402
from lnrs_web.nutrients.models import Account, Entry, Movement, Supply  # noqa: E402
from lnrs_web.nutrients.posting import Leg, post  # noqa: E402
from lnrs_web.nutrients.problems import NotEnough  # noqa: E402
from lnrs_web.nutrients.queries import added_up  # noqa: E402

ON = date(2026, 3, 1)
WRITERS, TIMES, EACH_G, *THERE_G = map(int, sys.argv[1:])


def write(number: int, start: threading.Barrier, told: "Counter[str]") -> None:
    """One writer: it takes from both supplies, in its own order, and gives one part in four back."""
    supplies = list(Supply.objects.order_by("pk"))[:: 1 if number % 2 else -1]
    start.wait()
    try:
        for time in range(TIMES):
            legs = [Leg(Kind.AVAILABLE, Kind.RESERVED, EACH_G, one) for one in supplies]
            try:
                with transaction.atomic():
                    post(supplies[0].scheme, Move.RESERVE, legs, on=ON, once=f"{number} {time}", by="a writer")
                told["reserved"] += 1
            except NotEnough:
                told["refused"] += 1
                continue
            if time == TIMES - 1:
                back = [Leg(Kind.RESERVED, Kind.AVAILABLE, EACH_G, one) for one in supplies]
                with transaction.atomic():
                    post(supplies[0].scheme, Move.RELEASE, back, on=ON, once=f"back {number}", by="a writer")
                told["released"] += 1
    except Exception as error:
        told[f"broke: {type(error).__name__}: {error}"] += 1
    finally:
        connection.close()


def main() -> None:
    """Print what happened, as JSON."""
    area = areas()[0]
    add_officer("officer@example.org", area, by="a test")
    who = account_for("officer@example.org")
    made = begin_scheme(area, catchment="stodmarsh", title="Stour credits", operator="Stour Credits Ltd", by=who)
    for number, grams in enumerate(THERE_G, 1):
        new = NewSupply(
            name=f"Tanks {number}", provider="River Trust", nutrient="phosphorus", grams=grams, vintage=ON,
            evidence="Report 7", verified_on=ON, verified_by="Natural England",
        )  # fmt: skip
        add_supply(made, new, by=who)
    start, told = threading.Barrier(WRITERS), Counter[str]()
    writers = [threading.Thread(target=write, args=(number, start, told)) for number in range(WRITERS)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    accounts = Account.objects.all()
    balances = {f"{one.supply.name} {one.kind}": one.balance for one in accounts.select_related("supply") if one.supply}
    rows = {"movements": Movement.objects.count(), "entries": Entry.objects.count()}
    same = added_up(accounts) == {one.pk: one.balance for one in accounts}
    print(json.dumps({"told": told, "balances": balances, "rows": rows, "adds up": same, "on": connection.vendor}))


if __name__ == "__main__":
    main()
