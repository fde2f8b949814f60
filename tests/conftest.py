from __future__ import annotations


def pytest_addoption(parser):
    parser.addoption(
        "--raise-floors", action="store_true", help="write higher figures of the evaluation into the floors"
    )
