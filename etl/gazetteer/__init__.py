"""The offline gazetteer and the geocoders: the only package that knows geopy."""

from etl.gazetteer.geocoder import Answer, OfflineGeocoder, explain
from etl.gazetteer.online import FallbackGeocoder, OnlineGeocoder, online
from etl.gazetteer.table import Candidate, Gazetteer

__all__ = [
    "Answer",
    "Candidate",
    "FallbackGeocoder",
    "Gazetteer",
    "OfflineGeocoder",
    "OnlineGeocoder",
    "explain",
    "online",
]
