"""Signatures that do not count, at the desk: set aside, watched for, taken out by a rule and put back."""

import ipaddress
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lnrs.errors import Problem
from lnrs_web.accounts.guard import for_officers, person_of
from lnrs_web.accounts.permissions import must
from lnrs_web.petition import forms, queries
from lnrs_web.petition.actions import removing
from lnrs_web.petition.models import Petition, Removal, Watch
from lnrs_web.petition.networks import MAPPED, range_of
from lnrs_web.petition.problems import Refused
from lnrs_web.petition.views.desk_frame import FORM, ROLES, of_petition, shown

ON_A_PAGE = 50


@require_http_methods(FORM)
@of_petition
def aside(request: HttpRequest, one: Petition) -> HttpResponseBase:
    """What is set aside, with why; lets through what an officer ticks."""
    if request.method == "POST":
        keys = [int(key[:18]) for key in request.POST.getlist("signature") if key.isdecimal()]
        removing.let_through(one, keys, by=person_of(request))
        return redirect("petition_desk:aside", one.public_id)
    page = Paginator(queries.set_aside(one), ON_A_PAGE).get_page(request.GET.get("p", "1"))
    return shown(request, "aside", petition=one, page=page)


@require_http_methods(FORM)
@of_petition
def removals(request: HttpRequest, one: Petition) -> HttpResponseBase:
    """Rules by which signatures were taken out, and a form that counts first."""
    problems: list[Problem] = []
    if request.method == "POST":
        rule, reason = _rule(request, problems)
        if not problems:
            try:
                made = removing.count_first(one, rule, reason, by=person_of(request))
            except Refused as refused:
                problems += refused.problems
            else:
                return redirect("petition_desk:removal", made.public_id)
    now = timezone.now()
    networks = [(_written(figures), count) for figures, count in queries.busiest_networks(one, now)]
    known = {"removals": Removal.objects.filter(petition=one), "domains": queries.busiest_domains(one, now)}
    return shown(request, "removals", petition=one, problems=problems, networks=networks, **known)


def _rule(request: HttpRequest, problems: list[Problem]) -> tuple[removing.Rule, str]:
    post = request.POST
    domain = forms.domain_typed(post, "domain", problems, may_be_empty=True)
    network = forms.line_of(post, "network", 50, problems, may_be_empty=True)
    since, until = forms.time_of(post, "since", problems), forms.time_of(post, "until", problems)
    reason = forms.line_of(post, "reason", 300, problems)
    if network:
        try:
            range_of(network)
        except ValueError as error:
            problems.append(Problem("network", f"{error}.", ""))
    return removing.Rule(domain, since, until, network), reason


def _written(figures: str) -> str:
    """A network address as people write it.

    >>> _written("00000000000000000000ffffcb007107")
    '203.0.113.7'
    """
    number = int(figures, 16)
    if number >> 32 == MAPPED >> 32:
        return str(ipaddress.IPv4Address(number & 0xFFFFFFFF))
    return str(ipaddress.IPv6Address(number))


@require_http_methods(FORM)
@for_officers
def removal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One rule: how many signatures it is about; does it, cancels it, puts back what it took out."""
    found = Removal.objects.select_related("petition__area")
    one = get_object_or_404(found, public_id=public_id)
    must(person_of(request), *ROLES, area=one.petition.area_id)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            if (step := request.POST.get("step", "")) in DONE:
                DONE[step](one, by=person_of(request))
            return redirect("petition_desk:removal", one.public_id)
        except Refused as refused:
            problems = refused.problems
            one.refresh_from_db()
    return shown(request, "removal", petition=one.petition, problems=problems, removal=one)


DONE = {"remove": removing.remove, "cancel": removing.cancel, "restore": removing.restore}


@require_http_methods(FORM)
@of_petition
def watches(request: HttpRequest, one: Petition) -> HttpResponseBase:
    """What is set aside from now on as it comes."""
    problems: list[Problem] = []
    if request.method == "POST":
        post, who = request.POST, person_of(request)
        if (number := post.get("end", "")).isdecimal():
            removing.watch_no_more(get_object_or_404(Watch, petition=one, pk=int(number[:18])), by=who)
        else:
            if (kind := post.get("kind", "")) == Watch.Kind.DOMAIN:
                value = forms.domain_typed(post, "value", problems)
            else:
                value = forms.line_of(post, "value", 255, problems)
            reason = forms.line_of(post, "reason", 300, problems)
            try:
                if kind == Watch.Kind.NETWORK and value:
                    range_of(value)
                if not problems:
                    removing.watch(one, kind, value, reason, by=who)
            except ValueError as error:
                problems.append(Problem("value", f"{error}.", ""))
            except Refused as refused:
                problems += refused.problems
        if not problems:
            return redirect("petition_desk:watches", one.public_id)
    found = Watch.objects.filter(petition=one)
    return shown(request, "watches", petition=one, problems=problems, watches=found, kinds=Watch.Kind.choices)
