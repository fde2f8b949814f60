"""Distances and bearings on the sphere, degrees WGS84."""

from __future__ import annotations

import math
from typing import Final

EARTH_KM: Final = 6371.0


def distance_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Great-circle distance between two points in degrees.

    >>> round(distance_km((33.64, 42.83), (33.43, 43.30)))
    49
    """
    south, north = math.radians(here[0]), math.radians(there[0])
    turn = math.radians(there[1] - here[1])
    chord = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin(turn / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))


def moved(point: tuple[float, float], km: float, bearing_degrees: float) -> tuple[float, float]:
    """The point so many km away in that direction, five decimals.

    >>> moved((33.0, 44.0), 111.2, 0)
    (34.00005, 44.0)
    """
    latitude, bearing, turn = math.radians(point[0]), math.radians(bearing_degrees), km / EARTH_KM
    north = math.asin(math.sin(latitude) * math.cos(turn) + math.cos(latitude) * math.sin(turn) * math.cos(bearing))
    east = math.atan2(
        math.sin(bearing) * math.sin(turn) * math.cos(latitude), math.cos(turn) - math.sin(latitude) * math.sin(north)
    )
    longitude = (point[1] + math.degrees(east) + 540) % 360 - 180
    return round(math.degrees(north), 5), round(longitude, 5)
