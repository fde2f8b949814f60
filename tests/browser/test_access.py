"""The page for everyone: by assistive technology, in the dark, without WebGL2, and against hostile texts."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, Served, Watched
from tests.made_pages import hostile, published

HIT = "ev_page00000064"
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


@pytest.mark.parametrize(
    ("scheme", "size", "query"),
    [
        pytest.param("light", DESKTOP, f"?lanes=list&country=IQ&event={HIT}", id="light, list and card"),
        pytest.param("dark", DESKTOP, f"?event={HIT}&from=2015-10-01", id="dark, lanes and card"),
        pytest.param("light", DESKTOP, "?q=zeppelin&nonsense=1", id="nothing found, and a notice"),
        pytest.param("dark", PHONE, "", id="phone, dark"),
    ],
)
def test_no_barrier_is_found(watched, scheme, size, query):
    """axe-core finds nothing to complain about."""
    watched.page.set_viewport_size(size)
    page = watched.open(query)
    page.evaluate("scheme => document.documentElement.setAttribute('data-mantine-color-scheme', scheme)", scheme)
    page.wait_for_timeout(400)
    found = Axe().run(page, options=RULES).response["violations"]
    page.evaluate("() => document.documentElement.setAttribute('data-mantine-color-scheme', 'light')")
    assert [(item["id"], [node["target"] for node in item["nodes"]][:4]) for item in found] == []


def test_the_first_tab_stop_skips_to_the_map(watched):
    """A reader by keyboard need not walk through every filter."""
    page = watched.open()
    first = page.evaluate(
        "() => document.querySelector('a[href], button, input, summary, [tabindex=\"0\"]').textContent"
    )
    assert first == "Skip to the map"
    skip = page.get_by_role("link", name="Skip to the map")
    skip.focus()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.evaluate("() => history.replaceState({}, '', '/')")


def test_without_webgl_the_map_is_an_outline(browser, dashboard):
    """Where WebGL2 is missing the same bubbles stand on a drawn outline, and still nobody else is asked."""
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(
        "const real = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...rest) { return /webgl/.test(kind) ? null : real.call(this, kind, ...rest); };"
    )
    seen = Watched(page, dashboard.url)
    page.goto(dashboard.url + "/?country=IQ")
    page.wait_for_function("() => document.querySelectorAll('#map .scattergeo path.point').length > 2", timeout=45_000)
    expect(page.locator("#badges button", has_text="Iraq")).to_be_visible()
    assert seen.foreign == []
    context.close()


def test_hostile_texts_stay_texts(browser, tmp_path):
    """Markup in titles, names and quotes is shown letter by letter: no script runs, no link or image is made of it."""
    served = Served(published(tmp_path / "store", hostile()))
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce")
    seen = Watched(context.new_page(), served.url)
    try:
        page = seen.load("?lanes=list&event=ev_page000000c8")
        expect(page.locator("#card .paragraph")).to_contain_text('<img src=x onerror="window.pwned=1">')
        expect(page.locator("#card figcaption")).to_contain_text('<a href="https://evil.example/">')
        seen.open("?lanes=actor&actor=hostile")
        page.wait_for_selector("#lanes .ytick")
        assert page.evaluate("() => window.pwned") is None
        assert page.locator("a[href*='evil'], a[href^='javascript'], img[src='x']").count() == 0
        assert page.locator("#lanes .ytick a").count() == 0
        assert seen.foreign == []
        assert seen.errors == []
    finally:
        context.close()
        served.stop()
