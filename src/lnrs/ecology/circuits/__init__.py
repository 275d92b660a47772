"""Movement as current: effective resistance, current maps and omnidirectional flow over rasters and networks.

A landscape is a circuit. Each cell is a node, neighbours are joined by resistors, and the current that flows through a
cell between places is the share of random walkers that pass through it (McRae, Dickson, Keitt and Shah 2008, Ecology
89:2712-2724). The modes and conventions are those of Circuitscape (Anantharaman et al. 2020, JuliaCon Proceedings 1:58)
and Omniscape (Landau et al. 2021, Journal of Open Source Software 6:2829).
"""

from lnrs.ecology.circuits.current import links, through
from lnrs.ecology.circuits.graph import Graph, graph_of_links
from lnrs.ecology.circuits.inject import Flow, flow, network_flow
from lnrs.ecology.circuits.modes import Turn, all_to_one, one_to_all
from lnrs.ecology.circuits.multigrid import NotSolved
from lnrs.ecology.circuits.network import PairFlow, network_cumulative, network_flows, network_resistances
from lnrs.ecology.circuits.omnidirectional import Omnidirectional, flow_class, omnidirectional, source_of
from lnrs.ecology.circuits.pairwise import (
    Cumulative,
    PairMap,
    Resistances,
    cumulative_current,
    focal_cells,
    pair_maps,
    resistances,
)
from lnrs.ecology.circuits.raster import Landscape, conductance_of
from lnrs.ecology.circuits.screened import screened_flow
from lnrs.ecology.circuits.solve import TOLERANCE

__all__ = [
    "TOLERANCE",
    "Cumulative",
    "Flow",
    "Graph",
    "Landscape",
    "NotSolved",
    "Omnidirectional",
    "PairFlow",
    "PairMap",
    "Resistances",
    "Turn",
    "all_to_one",
    "conductance_of",
    "cumulative_current",
    "flow",
    "flow_class",
    "focal_cells",
    "graph_of_links",
    "links",
    "network_cumulative",
    "network_flow",
    "network_flows",
    "network_resistances",
    "omnidirectional",
    "one_to_all",
    "pair_maps",
    "resistances",
    "screened_flow",
    "source_of",
    "through",
]
