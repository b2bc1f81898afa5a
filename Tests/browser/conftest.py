"""One sandbox and one Chromium for the session; a fresh browser profile for each test."""

import os
import pathlib
import re
import urllib.parse

import pytest
from playwright.sync_api import sync_playwright

from sandbox import Sandbox, Shop

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

    def __init__(self, chromium, shop, language, look="phone", script=False):
        self.context = chromium.new_context(
            locale={"en": "en-GB", "ko": "ko-KR"}[language], java_script_enabled=script, **(LOOKS[look] if isinstance(look, str) else look)
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
        """A screenshot for a person to look at, if IMUGI_SCREENSHOTS names a folder."""
        folder = os.environ.get("IMUGI_SCREENSHOTS")
        if folder:
            pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.fixture
def payers(chromium, shop):
    """Makes payers; afterwards none of their browsers may have complained or asked another host."""
    made = []

    def make(language="en", look="phone", script=False):
        """A look is one of LOOKS by its name, or one of the test's own."""
        made.append(Payer(chromium, shop, language, look, script))
        return made[-1]

    yield make
    for payer in made:
        payer.context.close()
        assert payer.complaints == []
        assert all(host.startswith("127.0.0.1:") for host in payer.hosts), payer.hosts


@pytest.fixture
def payer(payers):
    return payers()
