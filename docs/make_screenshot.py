"""Take the README's screenshot: `.venv/bin/python docs/make_screenshot.py [QUERY] [FILE]` after `python3 run.py` built the sample."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
STORE = ROOT / "data" / "sample" / "store"
CHROME = os.environ.get("CHROME") or shutil.which("chromium") or shutil.which("google-chrome")
QUERY = "dataset=articles&dataset=centcom&from=2014-08-01&to=2016-12-31"
SETTLE_MS = 20_000  # software rendering is slow


def event_of(place: str) -> str:
    """The best-told event of a place in the sample, so that the picture shows a card with its receipts."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "events.jsonl"
        subprocess.run([sys.executable, "-m", "etl", "export", str(file), "--store", str(STORE)], cwd=ROOT, check=True)
        events = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    told = [event for event in events if event["dataset"] == "articles" and event["place"] == place]

    def telling(event: dict[str, Any]) -> tuple[int, float]:
        return len({actor["role"] for actor in event["actors"]}), event["confidence"]["overall"]

    return str(max(told, key=telling)["event_id"])


def main() -> None:
    query = sys.argv[1] if len(sys.argv) > 1 else f"{QUERY}&event={event_of('Ramadi')}"
    file = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "docs" / "screenshot.png"
    server = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "--store", str(STORE), "--no-browser", "--port", "8139"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        address = next(word for line in server.stdout for word in line.split() if word.startswith("http://"))
        urllib.request.urlopen(f"{address}healthz", timeout=60).close()  # noqa: S310 (our own server)
        with sync_playwright() as playwright:
            flags = [
                "--use-angle=swiftshader",
                "--enable-unsafe-swiftshader",
                *(["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []),
            ]
            browser = playwright.chromium.launch(executable_path=CHROME, args=flags)
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(f"{address}?{query}")
            page.wait_for_timeout(SETTLE_MS)
            page.screenshot(path=str(file))
            browser.close()
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
