"""The offline gazetteer and the geocoders: the only package that knows geopy."""

from etl.gazetteer.table import Candidate, Gazetteer

__all__ = ["Candidate", "Gazetteer"]
