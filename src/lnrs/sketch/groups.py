"""Places gathered around centres: the nearest, and in groups of about as many people."""

import numpy as np

ROUNDS, HANDICAP_M = 120, 1200.0


def nearest(places: np.ndarray, seats: np.ndarray, radius_m: np.ndarray) -> np.ndarray:
    """The seat each place is nearest to, counted from the edge of the seat's built-up land."""
    best = np.full(len(places), np.inf)
    found = np.zeros(len(places), dtype=int)
    for number, (seat, radius) in enumerate(zip(seats, radius_m, strict=True)):
        far = np.hypot(*(places - seat).T) - radius
        closer = far < best
        best[closer], found[closer] = far[closer], number
    return found


def evened(seats: np.ndarray, people: np.ndarray, people_a_group: float, random: np.random.Generator) -> np.ndarray:
    """Places in groups of about as many people each: groups that have too many draw less; the evenest is kept."""
    count = int(np.clip(round(people.sum() / people_a_group), 1, len(seats)))
    centres = seats[random.choice(len(seats), count, replace=False, p=people / people.sum())]
    handicap_m = np.zeros(count)
    evenest, least = np.zeros(len(seats), dtype=int), np.inf
    for round_ in range(ROUNDS):
        group = nearest(seats, centres, -handicap_m)
        held = np.bincount(group, people, count) / (people.sum() / count)
        if held.max() - held.min() < least:
            evenest, least = group, held.max() - held.min()
        handicap_m += HANDICAP_M * (1 - round_ / ROUNDS) * np.clip(held - 1, -1, 1)
        for axis in (0, 1):
            mean = np.bincount(group, people * seats[:, axis], count) / np.maximum(held * people.sum() / count, 1)
            centres[:, axis] = np.where(held > 0, mean, centres[:, axis])
    return np.unique(evenest, return_inverse=True)[1]
