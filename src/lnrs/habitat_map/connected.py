"""How much habitat hangs together, as one figure."""

import numpy as np
import numpy.typing as npt

from lnrs.ecology.amount import share
from lnrs.ecology.dispersal import equivalent_connected_area_ha, within_reach_ha
from lnrs.ecology.grid import Grid
from lnrs.ecology.kernel import exponential
from lnrs.ecology.zonal import Zones


def connected_area_ha(
    land: Zones, habitat: npt.NDArray[np.bool_], grid: Grid, dispersal_m: float, *, cells_a_dispersal: int = 10
) -> float:
    """Hectares of equivalent connected area of the pieces of land that are habitat.

    Cells are as coarse as a tenth of the dispersal distance allows, which changes the answer by less than a
    thousandth (docs/explanation/connectivity.md).
    """
    times = max(1, int(dispersal_m / cells_a_dispersal / grid.cell_m))
    cell_m = grid.cell_m * times
    held = share(land, habitat, grid, times)
    reach_ha = within_reach_ha(held, exponential(dispersal_m, cell_m))
    return equivalent_connected_area_ha(held, reach_ha, cell_m=cell_m)
