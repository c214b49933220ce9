"""A browser, and the site as a reader meets it: this repository's record on the loopback, for as long as the tests run."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from served import PLUGINS, ROOT, make_swift

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

NAMES = ("chromium", "chromium-browser", "google-chrome")


def browser_path() -> str:
    """The browser that the system has; without one these tests fail, wherever they run."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        sentence = "these tests need Chromium: install it (`apt install chromium`), or name its path in the variable CHROMIUM"
        pytest.fail(sentence, pytrace=False)
    return found


def package(name: str) -> Path:
    """The folder of an npm package that package.json names; without it these tests fail, wherever they run."""
    folder = Path(__file__).parent / "node_modules" / name
    if not folder.is_dir():
        pytest.fail(f"these tests need {name} from npm: `just browser-packages` fetches it", pytrace=False)
    return folder


@pytest.fixture(scope="session")
def npm():
    """Where a package from npm stands: `npm("axe-core") / "axe.min.js"`."""
    return package


@pytest.fixture(scope="session", autouse=True)
def swift(tmp_path_factory) -> None:
    """The sites that these tests start find their templates compiled."""
    make_swift(tmp_path_factory)


@pytest.fixture(scope="session")
def site(whole):
    """The address of the running site."""
    with running(whole) as address:
        yield address


AXE = """async (contrast) => {
  const rules = {'color-contrast': {enabled: contrast !== false}};
  const found = await axe.run(document, {resultTypes: ['violations'], iframes: false, rules});
  return found.violations.filter(v => v.impact === 'serious' || v.impact === 'critical')
    .map(v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 160), v.nodes[0].failureSummary.slice(0, 200)]);
}"""


@pytest.fixture(scope="module")
def audited(browser, site, npm):
    """One page for all that axe looks at: to open another takes Chromium longer than to show what stands in it."""
    with browser.new_context(base_url=site, bypass_csp=True) as context:
        context.add_init_script(path=npm("axe-core") / "axe.min.js")
        yield context.new_page()


@pytest.fixture
def audit(audited):
    """A page for axe, the accessibility checker, whose script our policy forbids everybody else: `page, look = audit(width=390)`.
    `look()` says what it calls serious or critical, with the contrast of colours or without."""

    def opened(width: int = 1280):
        audited.set_viewport_size({"width": width, "height": 800})
        audited.emulate_media(color_scheme="light")
        return audited, lambda contrast=True: audited.evaluate(AXE, contrast)

    return opened


@contextmanager
def running(database: Path) -> Iterator[str]:
    """The address at which a database is served for as long as it is needed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "datasette", "-i", str(database), "-m", str(ROOT / "metadata.yml"), "--port", str(port)]
    command += ["--setting", "suggest_facets", "off", "--plugins-dir", str(PLUGINS)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def served_at():
    """Serves another database: `with served_at(path) as address`."""
    return running


def _wait(address: str, server: subprocess.Popen) -> None:
    for _ in range(150):
        assert server.poll() is None, "the server ended before it answered"
        try:
            with urllib.request.urlopen(f"{address}/robots.txt", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server did not answer within 30 seconds")


# Not for the whole session: while it is driven no other test of this process could run a loop of its own.
@pytest.fixture(scope="module")
def browser():
    """Chromium, driven by Playwright."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)
    path = browser_path()
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def visited(browser, site):
    """Two pages for all that is visited, one with script and one without, and what the browser has complained of."""
    complaints = []
    with browser.new_context(base_url=site) as one, browser.new_context(base_url=site, java_script_enabled=False) as other:
        yield _heard(one.new_page(), complaints), _heard(other.new_page(), complaints), complaints


def _heard(page, complaints: list[str]):
    """A page whose complaints are heard."""
    page.set_default_timeout(20_000)
    page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page


@pytest.fixture
def reader(browser, site):
    """A page as one reader sees it: `reader(width=390, dark=True, script=False)`. What the browser complains of is a failure."""
    contexts, complaints = [], []

    def opened(width: int = 1280, dark: bool = False, script: bool = True):
        scheme = "dark" if dark else "light"
        window = {"width": width, "height": 800}
        context = browser.new_context(base_url=site, viewport=window, color_scheme=scheme, java_script_enabled=script)
        contexts.append(context)
        return _heard(context.new_page(), complaints)

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
