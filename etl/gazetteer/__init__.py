"""The offline gazetteer and the geocoders: the only package that knows geopy."""

from etl.gazetteer.artefact import SHIPPED, cache_folder
from etl.gazetteer.geocoder import Answer, OfflineGeocoder, explain
from etl.gazetteer.online import FallbackGeocoder, OnlineGeocoder, Service, online
from etl.gazetteer.packs import ATTRIBUTION, GEONAMES, PLACES_VARIABLE, SERVER_VARIABLE, Added, Pack, packs, packs_key
from etl.gazetteer.packs import add as add_pack
from etl.gazetteer.packs import remove as remove_pack
from etl.gazetteer.table import Candidate, Gazetteer

__all__ = [
    "ATTRIBUTION",
    "GEONAMES",
    "PLACES_VARIABLE",
    "SERVER_VARIABLE",
    "SHIPPED",
    "Added",
    "Answer",
    "Candidate",
    "FallbackGeocoder",
    "Gazetteer",
    "OfflineGeocoder",
    "OnlineGeocoder",
    "Pack",
    "Service",
    "add_pack",
    "cache_folder",
    "explain",
    "online",
    "packs",
    "packs_key",
    "remove_pack",
]
