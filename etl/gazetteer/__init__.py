"""The offline gazetteer and the geocoders: the only package that knows geopy."""

from etl.gazetteer.artefact import cache_folder
from etl.gazetteer.geocoder import Answer, OfflineGeocoder, explain
from etl.gazetteer.online import FallbackGeocoder, OnlineGeocoder, Service, online
from etl.gazetteer.table import Candidate, Gazetteer

__all__ = [
    "Answer",
    "Candidate",
    "FallbackGeocoder",
    "Gazetteer",
    "OfflineGeocoder",
    "OnlineGeocoder",
    "Service",
    "cache_folder",
    "explain",
    "online",
]
