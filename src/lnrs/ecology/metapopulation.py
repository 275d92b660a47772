"""How well a network of patches could hold a species: metapopulation capacity."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit, prange
from scipy.sparse.linalg import LinearOperator, eigsh

Floats = npt.NDArray[np.float64]

DENSE_PATCHES = 3_000
"""Up to so many patches the matrix is held (72 MB); of more, each product works it out again."""


class Capacity(NamedTuple):
    """The capacity of a network, and what each patch adds to it."""

    total: float
    """The leading eigenvalue: a species persists where it is above e / c, its rate of extinction by that of
    colonisation."""
    share: Floats
    """(n,) each patch's part of it, summing to 1."""


def metapopulation_capacity(
    centre_m: Floats, area_ha: Floats, *, dispersal_m: float, area_exponent: float = 1.0
) -> Capacity:
    """Metapopulation capacity (Hanski and Ovaskainen 2000, Nature 404:755-758): the leading eigenvalue of

        M_ij = exp(-d_ij / dispersal_m) (A_i A_j)^area_exponent,    M_ii = 0

    where `d_ij` is the distance between patches' centres (n, 2) in metres, `A` their areas (n,) in hectares, and
    `dispersal_m` the mean dispersal distance (1 / alpha). Where extinction goes by A_i^-x and colonisation by
    A_i^im A_j^em (Ovaskainen and Hanski 2004), the eigenvalue depends on x + im + em alone, half of which is
    `area_exponent`: 1 in the paper (x = em = 1, im = 0).

    A patch's share is the square of its element of the leading eigenvector, of length 1: the paper's
    `lambda_i = x_i^2 lambda`. Made larger by a small share s, a patch raises the capacity by the share
    `2 s area_exponent share_i` of it.

    Raises ValueError where there is no patch, shapes differ, an area is not above 0 or a number makes no sense.
    """
    count = len(area_ha)
    if count == 0 or area_ha.shape != (count,) or centre_m.shape != (count, 2):
        raise ValueError(f"Centres {centre_m.shape} and areas {area_ha.shape} have to be (n, 2) and (n,), n 1 or more.")
    if not (area_ha > 0).all() or not np.isfinite(area_ha).all() or not np.isfinite(centre_m).all():
        raise ValueError("Areas have to be above 0 ha, and areas and centres finite.")
    if not 0 < dispersal_m < np.inf or not 0 <= area_exponent < np.inf:
        raise ValueError("The mean dispersal has to be above 0 m, and the exponent of area 0 or more.")
    weight = area_ha**area_exponent
    where = np.ascontiguousarray(centre_m / dispersal_m, dtype=np.float64)
    if count <= 2:
        matrix = _matrix(where, weight)
        return Capacity(float(matrix.max()), np.full(count, 1 / count))
    if count <= DENSE_PATCHES:
        value, vector = eigsh(_matrix(where, weight), k=1, which="LA", v0=weight)
    else:
        product = LinearOperator((count, count), matvec=lambda v: _product(where, weight, v.ravel()), dtype=np.float64)
        value, vector = eigsh(product, k=1, which="LA", v0=weight)
    return Capacity(float(value[0]), vector[:, 0] ** 2)


def _matrix(where: Floats, weight: Floats) -> Floats:
    """M, of centres in units of the dispersal distance."""
    across, up = (axis[:, None] - axis for axis in where.T)
    matrix = np.exp(-np.hypot(across, up)) * weight[:, None] * weight
    np.fill_diagonal(matrix, 0.0)
    return matrix


@njit(cache=True, nogil=True, parallel=True)
def _product(where, weight, vector):
    """M @ vector, without M; each row is summed by one thread, so their number does not show."""
    out = np.empty(len(weight))
    for i in prange(len(weight)):
        total = 0.0
        for j in range(len(weight)):
            if j != i:
                across, up = where[i, 0] - where[j, 0], where[i, 1] - where[j, 1]
                total += np.exp(-np.sqrt(across * across + up * up)) * weight[j] * vector[j]
        out[i] = weight[i] * total
    return out
