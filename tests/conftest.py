from __future__ import annotations

import os

import pytest


def pytest_addoption(parser):
    parser.addoption(
        "--raise-floors", action="store_true", help="write higher figures of the evaluation into the floors"
    )


@pytest.fixture(autouse=True, scope="session")
def _no_packs_of_the_user():
    """The country packs of whoever runs the tests are no part of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CONFLICT_TIMELINE_PLACES", os.devnull)
        yield


@pytest.fixture(scope="session")
def engine(_no_packs_of_the_user):
    """The engine as it is shipped, loaded once for all tests."""
    from etl import pipeline  # noqa: PLC0415 (takes a second or two; tests without it do not need it)

    return pipeline.Engine.load()
