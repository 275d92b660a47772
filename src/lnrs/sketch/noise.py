"""Chance: random numbers that a seed fixes, and smooth noise drawn with them.

Noise is a surface of cubic B-splines through random heights on a square lattice, in octaves: each octave has half the
wavelength of the one before and half its strength.
"""

import zlib

import numpy as np

from lnrs.sketch.grid import Grid

SPLINE_DEVIATION = 151 / 315
"""Standard deviation of one octave, for lattice heights with a standard deviation of 1."""


def stream(seed: int, *subject: object) -> np.random.Generator:
    """Random numbers for one subject: adding a subject never changes the numbers of another."""
    return np.random.default_rng([seed, *(zlib.crc32(str(word).encode()) for word in subject)])


def noise(grid: Grid, random: np.random.Generator, wavelength_m: float, octaves: int = 3) -> np.ndarray:
    """Noise on a grid with mean 0 and standard deviation 1 (float32)."""
    total = np.zeros(grid.shape, dtype=np.float32)
    for octave in range(octaves):
        spacing = max(wavelength_m / 2**octave / grid.cell_m, 1.0)
        down, across = ((np.arange(cells) + 0.5) / spacing for cells in grid.shape)
        lattice = _lattice(grid, spacing, random)
        total += _along(_along(lattice, down).T, across).T * np.float32(0.5**octave)
    return (total - total.mean()) / max(total.std(), np.float32(1e-9))


def noise_at(
    grid: Grid, random: np.random.Generator, wavelength_m: float, x: np.ndarray, y: np.ndarray, octaves: int = 3
) -> np.ndarray:
    """Noise at points of the grid, with a standard deviation of about 1 over many wavelengths."""
    total = np.zeros(len(x))
    for octave in range(octaves):
        spacing = max(wavelength_m / 2**octave / grid.cell_m, 1.0)
        lattice = _lattice(grid, spacing, random)
        row, row_weights = _spline((grid.north_m - y) / grid.cell_m / spacing, lattice.shape[0])
        column, column_weights = _spline((x - grid.west_m) / grid.cell_m / spacing, lattice.shape[1])
        for down in range(4):
            for across in range(4):
                height = lattice[row + down, column + across]
                total += height * row_weights[down] * column_weights[across] * 0.5**octave
    deviation = SPLINE_DEVIATION * np.sqrt(sum(0.25**octave for octave in range(octaves)))
    return total / deviation


def _lattice(grid: Grid, spacing: float, random: np.random.Generator) -> np.ndarray:
    """Random heights at lattice points `spacing` cells apart, enough for splines over the whole grid."""
    rows, columns = (int(np.ceil(cells / spacing)) + 4 for cells in grid.shape)
    return random.standard_normal((rows, columns), dtype=np.float32)


def _along(lattice: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Rows of splines down the first axis of a lattice, at places counted in lattice points."""
    first, weights = _spline(place, lattice.shape[0])
    return sum(lattice[first + step] * weights[step].astype(np.float32)[:, None] for step in range(4))


def _spline(place: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The first of four lattice points that bear on each place, and the weights (4 x n) of a uniform cubic B-spline."""
    place = np.clip(place, 0, count - 4 - 1e-6)
    first = np.floor(place).astype(int)
    share = place - first
    weights = [
        (1 - share) ** 3,
        3 * share**3 - 6 * share**2 + 4,
        -3 * share**3 + 3 * share**2 + 3 * share + 1,
        share**3,
    ]
    return first, np.stack(weights) / 6
