"""One dashboard for the whole session, a real Chromium, and no request to anyone but it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.made_pages import published

ROOT = Path(__file__).resolve().parent.parent.parent

CHROMIUM = os.environ.get("CHROME") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))), None
)
FLAGS = [
    *(
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ),
    *("--use-angle=swiftshader", "--enable-unsafe-swiftshader"),
    "--disable-gpu-watchdog",  # a busy machine that draws by software is slow, not hung
]
expect.set_options(timeout=15_000)  # a busy machine
DRAWN = """() => {
  const plot = document.querySelector('#map .js-plotly-plot');
  const map = plot && plot._fullLayout && plot._fullLayout.map && plot._fullLayout.map._subplot;
  return !!(map && map.map && map.map.loaded() && Object.keys(map.traceHash).length);
}"""


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(120))


class Served:
    """A running dashboard over a store of its own."""

    def __init__(self, store: Path) -> None:
        command = [sys.executable, "-m", "dashboard", "--store", str(store), "--no-browser", "--port", "18050"]
        self.store = store
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if found := re.search(r"http://\S+", line):
                self.url = found[0].rstrip("/")
                break
        else:
            pytest.fail("the dashboard did not start: " + "".join(lines))
        self._wait()

    def _wait(self) -> None:
        for _ in range(150):
            try:
                urllib.request.urlopen(self.url + "/healthz", timeout=5).close()  # noqa: S310 (our own address)
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
            else:
                return
        pytest.fail("the dashboard does not answer")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()


@pytest.fixture(scope="session")
def base_url():
    """None: pages are opened by their whole address (the plugin's own fixture warns under this pytest)."""


@pytest.fixture(scope="session")
def dashboard(tmp_path_factory):
    served = Served(published(tmp_path_factory.mktemp("browser") / "store"))
    yield served
    served.stop()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    executable = {"executable_path": CHROMIUM} if CHROMIUM else {}
    return {**browser_type_launch_args, "args": [*FLAGS, *root], **executable}


DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


class Watched:
    """A page, and everything on it that must not happen."""

    def __init__(self, page, url: str) -> None:
        self.page = page
        self.url = url
        self.foreign: list[str] = []
        self.errors: list[str] = []
        page.route("**/*", self._gate)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._listen)
        page.on("response", self._answered)

    def _gate(self, route) -> None:
        if route.request.url.startswith((self.url, "data:", "blob:")):
            route.continue_()
        else:
            self.foreign.append(route.request.url)
            route.abort()

    def _listen(self, message) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            self.errors.append(message.text)

    def _answered(self, response) -> None:
        if response.status >= 400:
            self.errors.append(f"{response.status} {response.url}")

    def load(self, query: str = ""):
        """A link opened in a tab: the page, once its map is drawn and its events are counted."""
        self.page.goto(f"{self.url}/{query}")
        self.page.wait_for_selector("#count b", timeout=45_000)
        self.page.wait_for_function(DRAWN, timeout=45_000)
        self.page.wait_for_function(SETTLED, timeout=45_000)
        return self.page

    def open(self, query: str = ""):
        """The same view by the page's own back-and-forward path: much quicker than loading everything again."""
        if not self.page.url.startswith(self.url):
            return self.load(query)
        self.page.evaluate(GO, query or "/")
        self.page.wait_for_function(SETTLED, timeout=15_000)
        return self.page


GO = """query => {
  history.pushState({}, '', query);
  dispatchEvent(new PopStateEvent('popstate'));
}"""
SETTLED = """() => {
  const main = document.getElementById('main');
  const quiet = main.getAttribute('aria-busy') === 'false' && Date.now() - Number(main.dataset.changed) > 200;
  return quiet && document.documentElement.dataset.settled === location.search;
}"""


@pytest.fixture(scope="session")
def tab(browser, dashboard):
    """One tab for the session, so that the program is fetched and compiled once."""
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce", color_scheme="light")
    yield Watched(context.new_page(), dashboard.url)
    context.close()


@pytest.fixture
def watched(tab):
    tab.foreign.clear()
    tab.errors.clear()
    tab.page.set_viewport_size(DESKTOP)
    yield tab
    assert tab.foreign == []
    assert tab.errors == []
