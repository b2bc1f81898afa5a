"""One sandbox and one Chromium for the session; a fresh browser profile for each test."""

import os
import pathlib
import re
import urllib.parse

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from sandbox import Sandbox, Shop

# What each language's browsers say that they speak.
LOCALES = {"en": "en-GB", "ko": "ko-KR", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW"}

# Where screenshots are kept, for people to look at.
SCREENSHOTS = pathlib.Path(os.environ.get("IMUGI_SCREENSHOTS", ".build-browser/screenshots"))

LOOKS = {
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
    "phone-dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
    "desktop": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
    "desktop-dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
}


@pytest.fixture(scope="session")
def sandbox():
    sandbox = Sandbox()
    yield sandbox
    sandbox.close()


@pytest.fixture
def own_sandbox():
    """For tests that move the clock or lock somebody out."""
    sandbox = Sandbox()
    yield sandbox
    sandbox.close()


@pytest.fixture(scope="session")
def shop():
    shop = Shop()
    yield shop
    shop.close()


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        # As root, as in a container, Chromium has no sandbox of its own.
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"] if os.geteuid() == 0 else []
        )
        yield browser
        browser.close()


class Payer:
    """A person at a browser. Everything that the browser complains of, or fetches from elsewhere, fails the test."""

    def __init__(self, chromium, shop, language, look="phone", script=False, timezone="UTC"):
        self.script = script
        self.context = chromium.new_context(
            locale=LOCALES[language], java_script_enabled=script, timezone_id=timezone, **(LOOKS[look] if isinstance(look, str) else look)
        )
        self.context.set_default_timeout(10_000)
        self.language = language
        self.complaints = []
        self.hosts = set()
        self.context.on("console", self.hear)
        self.context.on("request", lambda request: self.hosts.add(urllib.parse.urlsplit(request.url).netloc))
        self.page = self.new_page()

    def hear(self, message):
        # Chromium names the status of a page that is an error by intent, such as one that has expired.
        if not (message.text.startswith("Failed to load resource: the server responded") and "/oauth/" in message.location["url"]):
            self.complaints.append(message.text)

    def new_page(self):
        return self.context.new_page()

    def sign_in(self, url, name="bob", password=None):
        self.page.goto(url)
        self.page.fill("[name=login]", name)
        self.page.fill("[name=password]", password or f"{name}-password")
        self.press("sign_in")

    def confirm(self, trade_password="123456"):
        self.page.fill("[name=trade_password]", trade_password)
        self.press("confirm")

    def press(self, action):
        self.page.click(f"[name=action][value={action}]")

    def heading(self):
        return re.sub(r"\s+", " ", self.page.inner_text("h1"))

    def text(self):
        return self.page.inner_text("main")

    def shoot(self, name):
        """Keeps a screenshot for a person to look at. With script, the page is held against WCAG 2.2 AA by axe-core too."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
        if self.script:
            self.check_access(name)

    def check_access(self, name):
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        results = Axe().run(self.page, options={"runOnly": tags, "resultTypes": ["violations"]})
        assert results.violations_count == 0, f"{name}: {results.generate_report()}"


@pytest.fixture
def payers(chromium, shop):
    """Makes payers; afterwards none of their browsers may have complained or asked another host."""
    made = []

    def make(language="en", look="phone", **options):
        """A look is one of LOOKS by its name, or one of the test\'s own."""
        made.append(Payer(chromium, shop, language, look, **options))
        return made[-1]

    yield make
    for payer in made:
        payer.context.close()
        assert payer.complaints == []
        assert all(host.startswith("127.0.0.1:") for host in payer.hosts), payer.hosts


@pytest.fixture
def payer(payers):
    return payers()
