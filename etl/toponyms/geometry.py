"""What lies in what, and near what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from etl.geodesy import distance_km
from etl.model import PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from etl.model import Place
    from etl.toponyms.names import CandidateLike

KM_PER_DEGREE: Final = 111.0  # of latitude, at the least
ENGLISH: Final = frozenset(("US", "GB", "CA", "AU", "NZ", "IE"))
"""Countries where another name of a town is a former one."""


def close(here: Place, others: Iterable[Place], km: float) -> bool:
    """Whether one of the others lies within so many km."""
    point, degrees = (here.latitude, here.longitude), km / KM_PER_DEGREE
    return any(
        abs(other.latitude - here.latitude) <= degrees and distance_km(point, (other.latitude, other.longitude)) <= km
        for other in others
    )


def contains(inner: CandidateLike, outer: Place) -> int:
    """2 when ``outer`` is the province or district around ``inner``, 1 when it is the country, else 0."""
    place = inner.place
    if not place.country or place.country != outer.country or place.place_id == outer.place_id:
        return 0
    if outer.precision is PlacePrecision.COUNTRY:
        return 0 if place.precision is PlacePrecision.COUNTRY else 1
    if outer.feature_code == "ADM1":
        small = place.feature_code != "ADM1" and place.precision is not PlacePrecision.COUNTRY
        return 2 if small and place.admin1 == outer.admin1 else 0
    if outer.feature_code == "ADM2":
        return 2 if inner.admin2 and outer.place_id == f"adm2:{inner.admin2}" and place.feature_code != "ADM2" else 0
    return 0
