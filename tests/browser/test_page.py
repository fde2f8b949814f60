"""The page as a person uses it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.made_pages import TOTAL, an_event, contents, published

HIT = "ev_page00000064"
MEETING = "ev_page00000067"


def camera(page):
    return page.evaluate(
        "() => { const m = document.querySelector('#map .js-plotly-plot')._fullLayout.map; return [m.center.lat, m.center.lon, m.zoom]; }"
    )


def click_in_the_middle(page):
    """A click on the bubble in the middle of the map, once it answers to the pointer."""
    box = page.locator("#map").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for shift in range(60):
        page.mouse.move(x + shift % 2, y)
        if page.locator("#map .hoverlayer .hovertext").count():
            break
        page.wait_for_timeout(200)
    page.mouse.click(x, y)


def search(page) -> str:
    return page.evaluate("() => location.search")


def test_a_filter_is_in_the_address_and_back_undoes_it(watched):
    """Choosing an actor narrows every part and writes the address; back and forward go through it."""
    page = watched.open()
    expect(page.locator("#count")).to_contain_text(f"Seeing {TOTAL} of {TOTAL}")
    page.click("#f-actors")
    page.keyboard.type("Austral")
    page.get_by_role("option", name=re.compile("Australia")).click()
    expect(page.locator("#count")).to_contain_text(f"Seeing 8 of {TOTAL}")
    expect(page.locator("#sentence")).to_have_text("Events by Australia")
    assert search(page) == "?actor=australia"
    page.go_back()
    expect(page.locator("#count")).to_contain_text(f"Seeing {TOTAL} of {TOTAL}")
    assert search(page) == ""
    page.go_forward()
    expect(page.locator("#count")).to_contain_text(f"Seeing 8 of {TOTAL}")
    page.get_by_role("button", name="Remove the filter Actor: Australia").click()
    expect(page.locator("#count")).to_contain_text(f"Seeing {TOTAL} of {TOTAL}")


def test_a_shared_link_opens_the_same_view(watched):
    """Filters, window, camera, panel and event of a link are there when it opens, and the address stays as it was."""
    link = f"?country=IQ&from=2015-12-01&to=2016-05-04&lanes=list&view=33.5,43,6.5&event={HIT}"
    page = watched.load(link)
    expect(page.locator("#card mark.m-where").first).to_have_text("Hit")
    expect(page.locator("#sentence")).to_have_text("Events in Iraq, 1 December 2015 to 4 May 2016")
    expect(page.locator("#list tbody tr.selected")).to_have_count(1)
    page.wait_for_timeout(500)
    assert search(page) == link
    assert camera(page) == [33.5, 43, 6.5]


def test_the_page_asks_nobody_else_and_breaks_no_rule(watched):
    """A whole load of the page sends nothing to another host and violates neither its own policy nor JavaScript."""
    watched.load()
    assert watched.foreign == []
    assert watched.errors == []


def test_the_card_shows_its_receipts(watched):
    """Who, what, where and when stand in the paragraph in their colours, with how each was read and a safe link."""
    page = watched.open(f"?event={HIT}")
    card = page.locator("#card")
    expect(card.locator(".paragraph")).to_have_text(
        "Last month, Iraqi troops took the region of Hit from Islamic State. They went on to the north."
    )
    marks = card.locator(".paragraph mark").evaluate_all("marks => marks.map(m => [m.className, m.textContent])")
    assert marks == [
        ["m-when", "Last month"],
        ["m-who", "Iraqi troops"],
        ["m-what", "took"],
        ["m-where", "Hit"],
        ["m-who", "Islamic State"],
    ]
    expect(card.locator(".decisions li")).to_have_count(5)
    link = card.get_by_role("link", name="Coalition ministers meet in Stuttgart")
    assert link.get_attribute("href") == "https://news.example/stuttgart"
    assert link.get_attribute("rel") == "noopener noreferrer"
    expect(card).to_contain_text("near the named place, not in it")


def test_the_list_works_by_keyboard(watched):
    """Arrows move, Enter opens, j and k go to the neighbours, Escape closes and gives the focus back."""
    page = watched.open("?lanes=list&sort=date")
    page.locator("#list .row-link").first.focus()
    page.keyboard.press("ArrowDown")
    second = page.evaluate("() => document.activeElement.dataset.event")
    page.keyboard.press("Enter")
    expect(page.locator("#card")).to_have_class("panel open")
    expect(page.locator("#card-title")).to_contain_text(f"Event 2 of {TOTAL}")
    page.keyboard.press("j")
    expect(page.locator("#card-title")).to_contain_text(f"Event 3 of {TOTAL}")
    page.keyboard.press("k")
    expect(page.locator("#card-title")).to_contain_text(f"Event 2 of {TOTAL}")
    assert search(page) == f"?lanes=list&sort=date&event={second}"
    page.keyboard.press("Escape")
    expect(page.locator("#card")).to_have_class("panel")
    page.wait_for_function("event => document.activeElement.dataset.event === event", arg=second, timeout=15_000)


def test_the_list_is_sorted_by_its_headings(watched):
    """A heading sorts by its column, and again the other way."""
    page = watched.open("?lanes=list")
    page.locator("#list").get_by_role("button", name="Killed").click()
    expect(page.locator("#list tbody tr").first.locator(".c-fatalities")).to_have_text("19")
    expect(page.locator("#list th.c-fatalities")).to_have_attribute("aria-sort", "descending")
    page.locator("#list").get_by_role("button", name="Killed").click()
    expect(page.locator("#list tbody tr").first.locator(".c-fatalities")).to_have_text("1")
    assert search(page) == "?lanes=list&sort=fatalities"


def test_events_without_place_or_date_are_a_click_away(watched):
    """The two counts of the first line are buttons that show exactly those events."""
    page = watched.open()
    page.get_by_role("button", name="1 without a place").click()
    expect(page.locator("#count")).to_contain_text(f"Seeing 1 of {TOTAL}")
    page.get_by_role("button", name="Reset all filters").click()
    page.get_by_role("button", name="2 without a date").click()
    expect(page.locator("#count")).to_contain_text(f"Seeing 2 of {TOTAL}")
    assert search(page) == "?undated=1"


def test_a_bubble_opens_its_events_and_a_badge_those_of_its_country(watched):
    """A click on Ramadi lists its ten events; a click on the badge of Syria lists the country-level ones."""
    page = watched.open("?view=33.42,43.3,7")
    click_in_the_middle(page)
    expect(page.locator("#card-title")).to_have_text("Ramadi · 10 events")
    page.locator("#card .row").first.click()
    expect(page.locator("#card-title")).to_contain_text("Event")
    page.keyboard.press("Escape")
    expect(page.locator("#card")).to_have_class("panel")
    click_in_the_middle(page)
    expect(page.locator("#card-title")).to_have_text("Ramadi · 10 events")
    watched.open("?view=35,38,5")
    page.locator("#badges button", has_text="Syria").click()
    expect(page.locator("#card-title")).to_have_text("Syria · 2 events")


def test_dragging_across_the_histogram_sets_the_window(watched):
    """The brush writes both days, the map follows, and a double click gives the whole period back."""
    page = watched.open()
    box = page.locator("#hist").bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.5, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, y, steps=4)
    page.mouse.move(box["x"] + box["width"] * 0.7, y, steps=4)
    page.mouse.up()
    expect(page.locator("#count")).not_to_contain_text(f"Seeing {TOTAL} of")
    page.wait_for_function("() => /from=\\d{4}-\\d\\d-\\d\\d&to=\\d{4}-\\d\\d-\\d\\d/.test(location.search)")
    page.get_by_role("button", name="Whole period").click()
    expect(page.locator("#count")).to_contain_text(f"Seeing {TOTAL} of {TOTAL}")


def test_only_what_the_map_shows(watched):
    """With the switch on, the counts are those of the map's part of the world, and the link says so."""
    page = watched.open("?view=33.42,43.3,8")
    page.get_by_role("switch", name="Only what the map shows").click()
    expect(page.locator("#count")).to_contain_text(f"Seeing 11 of {TOTAL}")
    assert "bbox=" in search(page)


def test_copy_link_names_the_snapshot_and_says_how_to_share(watched):
    """The copied link is the view with its snapshot; on loopback the page says that it opens here only."""
    page = watched.open("?country=SY")
    page.get_by_role("button", name="Copy a link to this view").click()
    expect(page.locator("#toast")).to_contain_text("--host 0.0.0.0 --allow-host NAME")
    link = page.evaluate("() => document.documentElement.dataset.link")
    snapshot = page.evaluate("() => document.querySelector('[data-snapshot]').dataset.snapshot")
    assert link == f"{watched.url}/?country=SY&snap={snapshot}"


def test_a_mangled_link_opens_and_says_what_was_left_out(watched):
    """What can be read is used; the rest is named."""
    page = watched.open("?country=IQ&from=2015-99-01&colour=red")
    expect(page.locator("#notice-link")).to_contain_text("Left out: from=2015-99-01, colour=red")
    expect(page.locator("#sentence")).to_have_text("Events in Iraq")
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator("#notice-link")).to_be_empty()


def test_a_camera_or_a_place_that_cannot_be_is_left_out(watched):
    """A view or a selection beyond the poles, or one that cannot be decoded, breaks nothing and stays in no link."""
    page = watched.open("?country=IQ&view=999,999,99")
    expect(page.locator("#notice-link")).to_contain_text("Left out: view=999,999,99")
    assert search(page) == "?country=IQ"
    watched.open("?country=IQ&view=%E0%A4%A")
    assert search(page) == "?country=IQ"
    watched.open("?event=at:95,400,exact")
    expect(page.locator("#card")).to_contain_text("not in the snapshot")


def test_from_afar_a_badge_is_its_count_and_keeps_its_name(watched):
    """The name of the country is not drawn over its neighbours, but the button is still called by it."""
    page = watched.open("?view=35,38,2.5")
    expect(page.locator("#badges")).to_have_class("badges compact")
    badge = page.locator("#badges").get_by_role("button", name="Syria")
    assert badge.bounding_box()["width"] < 50
    badge.click()
    expect(page.locator("#card-title")).to_have_text("Syria · 2 events")


def test_nothing_found_says_what_to_do(watched):
    """An empty view explains itself and offers the way back."""
    page = watched.open("?q=zeppelin")
    expect(page.locator("#map-empty")).to_contain_text("No events match these filters")
    page.locator("#map-empty").get_by_role("button", name="Reset all filters").click()
    expect(page.locator("#count")).to_contain_text(f"Seeing {TOTAL} of {TOTAL}")


def test_a_new_snapshot_appears_and_the_old_link_still_opens(watched, dashboard):
    """Within seconds and without a restart, keeping the view; a link to the earlier snapshot says so."""
    page = watched.open("?country=IQ")
    before = page.evaluate("() => document.querySelector('[data-snapshot]').dataset.snapshot")
    try:
        published(dashboard.store, contents((an_event(300),)))
        expect(page.locator("#count")).to_contain_text(f"of {TOTAL + 1}", timeout=15_000)
        expect(page.locator("#toast")).to_contain_text("New events have arrived")
        assert search(page) == "?country=IQ"
        watched.open(f"?country=IQ&snap={before}")
        expect(page.locator("#count")).to_contain_text(f"of {TOTAL}", timeout=15_000)
        expect(page.locator("#notice-snap")).to_contain_text("earlier snapshot")
        page.get_by_role("button", name="Show the newest").click()
        expect(page.locator("#count")).to_contain_text(f"of {TOTAL + 1}")
        watched.open("?snap=0123456789abcdef")
        expect(page.locator("#notice-snap")).to_contain_text("which is not here")
    finally:
        published(dashboard.store)


def test_a_phone_shows_everything(watched):
    """390 pixels: no sideways scrolling, filters behind a button, the card over the whole screen."""
    watched.page.set_viewport_size(PHONE)
    page = watched.open()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Show or hide the filters").click()
    expect(page.get_by_role("navigation", name="Filters")).to_be_in_viewport()
    page.get_by_role("button", name="Show or hide the filters").click()
    watched.open(f"?event={MEETING}")
    expect(page.locator("#card .card-name")).to_be_visible()
    assert page.locator("#card").bounding_box()["width"] == 390
