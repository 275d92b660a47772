"""The rough lie of England: hills, levels, chalk and great cities as swells. Drawn by hand, to a few kilometres."""

from typing import NamedTuple


class Swell(NamedTuple):
    """Ground that rises (or is so built-up, or so chalky) about a middle, longer along its bearing than across."""

    east_km: float
    north_km: float
    long_km: float
    wide_km: float
    bearing_deg: float
    """The way that its long side points, clockwise from north."""
    rises: float
    """How much in the middle: metres of hills, or a share."""


HILLS = (
    Swell(390, 530, 70, 26, 170, 520),  # north Pennines
    Swell(393, 450, 60, 22, 170, 400),  # Pennines
    Swell(408, 380, 38, 18, 170, 430),  # Peak
    Swell(323, 510, 22, 22, 0, 560),  # Lake District
    Swell(392, 615, 30, 22, 30, 450),  # Cheviots
    Swell(468, 495, 18, 26, 0, 330),  # North York Moors
    Swell(495, 455, 26, 10, 20, 150),  # Yorkshire Wolds
    Swell(530, 388, 30, 9, 150, 120),  # Lincolnshire Wolds
    Swell(335, 290, 30, 18, 20, 330),  # Shropshire hills
    Swell(330, 245, 25, 12, 0, 300),  # Herefordshire's edge
    Swell(400, 215, 45, 16, 35, 200),  # Cotswolds
    Swell(478, 200, 40, 12, 50, 170),  # Chilterns
    Swell(415, 155, 40, 28, 80, 150),  # downs of Wessex
    Swell(500, 150, 70, 7, 85, 170),  # North Downs
    Swell(515, 110, 45, 6, 95, 160),  # South Downs
    Swell(545, 130, 30, 10, 95, 140),  # the Weald's ridge
    Swell(262, 78, 17, 16, 0, 470),  # Dartmoor
    Swell(222, 80, 10, 9, 0, 270),  # Bodmin Moor
    Swell(282, 140, 24, 11, 95, 400),  # Exmoor
    Swell(350, 152, 18, 6, 110, 230),  # Mendips
    Swell(365, 100, 30, 14, 90, 170),  # Dorset's downs
    Swell(452, 312, 10, 8, 0, 150),  # Charnwood
)

LEVELS = (
    Swell(535, 300, 45, 28, 0, 0.95),  # Fens
    Swell(338, 140, 18, 10, 110, 0.9),  # Somerset Levels
    Swell(480, 415, 32, 18, 0, 0.85),  # Humberhead
    Swell(640, 305, 16, 10, 0, 0.85),  # Broads
    Swell(602, 125, 10, 8, 0, 0.9),  # Romney Marsh
    Swell(340, 415, 22, 14, 0, 0.7),  # Lancashire's mosses
    Swell(575, 178, 25, 7, 85, 0.8),  # the Thames's marshes
    Swell(450, 345, 60, 8, 20, 0.4),  # the Trent's vale
)

CHALK = (
    Swell(415, 150, 60, 30, 80, 1.0),
    Swell(478, 200, 60, 10, 50, 1.0),
    Swell(530, 228, 40, 12, 55, 0.8),
    Swell(590, 300, 45, 12, 10, 0.7),
    Swell(530, 388, 32, 9, 150, 1.0),
    Swell(495, 455, 28, 12, 20, 1.0),
    Swell(500, 150, 75, 7, 85, 1.0),
    Swell(515, 110, 50, 6, 95, 1.0),
    Swell(400, 215, 45, 14, 35, 0.8),
    Swell(390, 470, 35, 18, 170, 0.7),
    Swell(415, 360, 15, 10, 0, 0.8),
    Swell(350, 152, 18, 6, 110, 0.8),
)

CITIES = (
    Swell(530, 180, 22, 22, 0, 1.1),
    Swell(404, 289, 15, 12, 110, 1.0),
    Swell(384, 398, 14, 14, 0, 1.0),
    Swell(340, 391, 10, 8, 0, 1.0),
    Swell(425, 432, 12, 9, 60, 1.0),
    Swell(436, 388, 9, 8, 0, 1.0),
    Swell(425, 563, 9, 9, 0, 1.0),
    Swell(449, 518, 7, 6, 0, 0.9),
    Swell(361, 174, 8, 7, 0, 1.0),
    Swell(456, 341, 8, 7, 0, 1.0),
    Swell(459, 305, 7, 7, 0, 0.9),
    Swell(443, 112, 7, 6, 0, 0.9),
    Swell(465, 102, 6, 5, 0, 0.9),
    Swell(509, 430, 6, 5, 0, 0.9),
    Swell(433, 279, 6, 6, 0, 0.9),
    Swell(388, 346, 6, 6, 0, 0.9),
    Swell(248, 56, 5, 5, 0, 0.9),
    Swell(436, 336, 5, 5, 0, 0.8),
    Swell(531, 105, 9, 3, 90, 0.9),
    Swell(408, 92, 8, 4, 90, 0.8),
    Swell(471, 174, 6, 5, 0, 0.8),
    Swell(476, 261, 4, 4, 0, 0.8),
    Swell(485, 239, 5, 5, 0, 0.8),
    Swell(623, 309, 5, 5, 0, 0.8),
    Swell(354, 429, 6, 5, 0, 0.8),
)
