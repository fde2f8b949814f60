"""Online geocoding services behind the same call: opt-in, cached on disk, one request a second, under a deadline.

They are asked only for names that the offline gazetteer does not know. An answer is stored after it was checked;
an error, a page of something else or a point off the map is never stored as "no such place".
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urlsplit

from geopy.exc import GeocoderTimedOut, GeopyError
from geopy.geocoders import get_geocoder_for_service

from etl.errors import GazetteerError, InputError
from etl.gazetteer.transport import AnswerCache, CheckedAdapter
from etl.model import Place, PlaceId, PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from geopy.location import Location

    from etl.gazetteer.geocoder import OfflineGeocoder, Query

Service = Literal["nominatim", "photon", "pelias"]

SERVICES: Final[tuple[Service, ...]] = ("nominatim", "photon", "pelias")
GIVE_UP_AFTER: Final = 3  # failures in a row, after which a service is not asked again
_PRECISIONS: Final = {
    **dict.fromkeys(("country",), PlacePrecision.COUNTRY),
    **dict.fromkeys(("state", "region", "macroregion", "province", "governorate"), PlacePrecision.ADM1),
    **dict.fromkeys(("county", "district", "macrocounty", "state_district", "municipality"), PlacePrecision.ADM2),
    **dict.fromkeys(("sea", "ocean", "bay", "strait", "water", "lake", "marinearea"), PlacePrecision.WATER),
    **dict.fromkeys(("river", "peninsula", "desert", "mountain_range", "valley"), PlacePrecision.REGION),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The time, by argument: ``wall`` for the age of answers and the request rate, ``steady`` for deadlines."""

    wall: Callable[[], float] = time.time
    steady: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


def online(  # noqa: PLR0913 (one call is the whole configuration)
    service: Service,
    *,
    user_agent: str,
    cache_path: Path,
    domain: str | None = None,
    min_delay_s: float = 1.0,
    deadline_s: float = 20.0,
    clock: Clock | None = None,
) -> OnlineGeocoder:
    """A geocoder that asks ``service``; nothing is contacted before its first call.

    ``domain`` names another server of the same service ("nominatim.example.org", "http://127.0.0.1:8080"); Pelias
    has no public server and needs one. ``user_agent`` tells the service who asks, as its usage policy demands.
    ``min_delay_s`` holds between requests of all processes that share ``cache_path``; ``deadline_s`` bounds one call.
    """
    if service not in SERVICES:
        raise InputError(f"no geocoding service {service!r}; use one of {', '.join(SERVICES)}")
    if not user_agent.strip():
        raise InputError(f"{service} wants to know who asks; give a user agent such as 'my-project (me@example.org)'")
    if service == "pelias" and not domain:
        raise InputError("Pelias has no public server; give the domain of yours")
    when = clock or Clock()
    cache = AnswerCache(cache_path, wall=when.wall)
    adapter = partial(CheckedAdapter, cache=cache, clock=when, min_delay_s=min_delay_s)
    parts = urlsplit(domain if domain and "://" in domain else f"https://{domain}") if domain else None
    where = {"domain": parts.netloc, "scheme": parts.scheme} if parts else {}
    geocoder = get_geocoder_for_service(service)(user_agent=user_agent, adapter_factory=adapter, **where)
    return OnlineGeocoder(service, geocoder, deadline_s=deadline_s, clock=when)


class OnlineGeocoder:
    """One service. Every failure is a GazetteerError of one line; after three in a row it is not asked again."""

    def __init__(self, service: Service, geocoder: Any, *, deadline_s: float, clock: Clock) -> None:
        self.service = service
        self._geocoder = geocoder
        self._deadline_s = deadline_s
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0

    def geocode(
        self, query: Query, *, exactly_one: bool = True, country_codes: str | Sequence[str] | None = None
    ) -> Location | list[Location] | None:
        """The service's answer, from the cache when it was asked before; None when it knows no such place."""
        with self._lock:
            if self._failures >= GIVE_UP_AFTER:
                raise GazetteerError(f"{self.service} failed {self._failures} times in a row and is not asked again")
            try:
                found = self._asked(query, exactly_one, country_codes)
            except (GeopyError, OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
                self._failures += 1
                raise GazetteerError(self._failure(query, error)) from error
            self._failures = 0
            return found

    def place(self, query: Query) -> Place | None:
        """The answer as a Place of the project; None when the service knows no such place."""
        found = self.geocode(query)
        if found is None or isinstance(found, list):
            return None
        return _place(self.service, found)

    def _asked(
        self,
        query: Query,
        exactly_one: bool,  # noqa: FBT001 (geopy's word)
        country_codes: str | Sequence[str] | None,
    ) -> Location | list[Location] | None:
        adapter: CheckedAdapter = self._geocoder.adapter
        adapter.until = self._clock.steady() + self._deadline_s
        text = query if isinstance(query, str) else ", ".join(str(part) for part in query.values())
        more: dict[str, object] = {}
        if country_codes and self.service != "photon":
            key = "country_codes" if self.service == "nominatim" else "countries"
            more[key] = [country_codes] if isinstance(country_codes, str) else list(country_codes)
        if self.service == "nominatim":
            more |= {"addressdetails": True, "language": "en"}
        return self._geocoder.geocode(text, exactly_one=exactly_one, timeout=self._deadline_s, **more)

    def _failure(self, query: Query, error: Exception) -> str:
        late = isinstance(error, GeocoderTimedOut)
        reason = f"no answer within {self._deadline_s:g} s" if late else " ".join(str(error).split())[:120]
        return f"{self.service} did not answer for {query!r} ({reason}); go on without it or try again later"


class FallbackGeocoder:
    """The offline gazetteer first; the online service only for names that it does not know."""

    def __init__(self, offline: OfflineGeocoder, service: OnlineGeocoder) -> None:
        self.offline = offline
        self.service = service

    def geocode(
        self, query: Query, *, exactly_one: bool = True, country_codes: str | Sequence[str] | None = None
    ) -> Location | list[Location] | None:
        found = self.offline.geocode(query, exactly_one=exactly_one, country_codes=country_codes)
        return found or self.service.geocode(query, exactly_one=exactly_one, country_codes=country_codes)


def _place(service: Service, location: Location) -> Place:
    raw = location.raw
    properties = raw.get("properties", raw)
    address = properties.get("address", properties)
    kind = str(properties.get("addresstype") or properties.get("layer") or properties.get("type") or "")
    code = address.get("country_code") or address.get("countrycode") or properties.get("country_a") or ""
    number = properties.get("osm_id") or properties.get("gid") or properties.get("place_id") or location.address
    name = properties.get("name") or str(location.address).split(",", 1)[0]
    precision = _PRECISIONS.get(kind, PlacePrecision.EXACT)
    return Place(
        place_id=PlaceId(f"{service}:{number}"),
        name=str(name),
        country=str(code).upper()[:2],
        admin1=str(address.get("state") or address.get("region") or ""),
        feature_code=kind.upper(),
        latitude=round(float(location.latitude), 5),
        longitude=round(float(location.longitude), 5),
        precision=precision,
    )
