"""Chance that depends on where something is and on nothing else: the same number whoever asks, and in what order."""

import zlib
from typing import TypeVar

import numpy as np

T = TypeVar("T")

_EAST, _NORTH = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_BITS = float(2**53)


def salt(seed: int, *subject: object) -> np.uint64:
    """A number that stands for a seed and a subject; another subject has other chances."""
    text = "/".join(str(word) for word in (seed, *subject)).encode()
    return np.uint64((zlib.crc32(text) << 32) | zlib.crc32(text[::-1] + b"."))


def chance(salted: np.uint64, first: np.ndarray, second: np.ndarray | int = 0) -> np.ndarray:
    """Numbers from 0 up to 1 for pairs of whole numbers (splitmix64 over both)."""
    x = np.asarray(first).astype(np.int64).view(np.uint64)
    y = np.asarray(second, dtype=np.int64).view(np.uint64)
    with np.errstate(over="ignore"):
        mixed = x * _EAST + y * _NORTH + salted
        mixed = (mixed ^ (mixed >> np.uint64(30))) * _FIRST
        mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND
        mixed = mixed ^ (mixed >> np.uint64(31))
    return (mixed >> np.uint64(11)).astype(np.float64) / _BITS


def one_chance(seed: int, *subject: object) -> float:
    """One number from 0 up to 1 for a subject."""
    return float(chance(salt(seed, *subject), np.zeros(1, np.int64))[0])


def one_of(choices: tuple[T, ...], seed: int, *subject: object) -> T:
    """One of several things for a subject."""
    return choices[int(one_chance(seed, *subject) * len(choices))]
