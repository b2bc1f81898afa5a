"""The demo shop of the sandbox in a real Chromium: with its script, and once without."""

import re

import pytest
from playwright.sync_api import expect

from conftest import LOOKS

WIDE = {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"}
SHOP_LOOKS = {
    "phone": {"viewport": {"width": 320, "height": 640}, "color_scheme": "light"},
    "phone-dark": LOOKS["phone-dark"],
    "tablet": {"viewport": {"width": 768, "height": 1024}, "color_scheme": "light"},
    "desktop": WIDE,
    "desktop-dark": {**WIDE, "color_scheme": "dark"},
}


def buy(visitor, sandbox, product="dragon"):
    """Buys and pays as bob; ends on the shop's page again."""
    visitor.page.goto(sandbox.url + "/sandbox/shop")
    visitor.page.click(f"#buy-{product}")
    visitor.sign_in(visitor.page.url)
    visitor.confirm()
    visitor.page.wait_for_url("**/sandbox/shop?order=*")


def exchanges(visitor):
    return visitor.page.locator(".exchange")


def fits(page):
    scroll, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return scroll <= window


@pytest.mark.parametrize("look", SHOP_LOOKS)
def test_a_purchase_from_the_shelf_to_the_refund(own_sandbox, payers, look):
    visitor = payers(look=SHOP_LOOKS[look], script=True)
    page = visitor.page
    page.goto(own_sandbox.url + "/sandbox/shop")
    assert fits(page)
    visitor.shoot(f"shop-{look}-1-empty")
    buy(visitor, own_sandbox)
    expect(page.locator(".say-good")).to_contain_text("the signed answer of order/detail proves it")
    # Whatever came first: the callback is there without a reload.
    expect(page.locator(".exchange-in")).to_have_count(1)
    expect(page.locator(".step-done")).to_have_count(4)
    assert page.locator(".check-bad").count() == 0
    assert fits(page)
    visitor.shoot(f"shop-{look}-2-paid")
    page.get_by_role("button", name="Callback again").click()
    expect(page.locator(".exchange-in")).to_have_count(2)
    page.get_by_role("button", name="Refund half").click()
    expect(page.locator(".order")).to_have_count(2)
    expect(page.locator(".exchange-in")).to_have_count(3)
    expect(page.locator(".state").last).to_have_text("Partly refunded")
    page.select_option("#pay-out-user", "1000000")
    page.fill("#pay-out-volume", "0.25")
    page.click("#pay-out")
    expect(page.locator(".say-good")).to_have_text("Paid out: 0.25 USDT, by the signed answer.")
    expect(page.locator(".exchange-in")).to_have_count(4)
    closed = page.locator(".exchange > details:not([open]) > summary")
    while closed.count():
        closed.first.click()
    assert fits(page)
    visitor.shoot(f"shop-{look}-3-all-open")


def test_a_callback_appears_in_a_page_that_nobody_touches(own_sandbox, payers):
    visitor = payers(look=WIDE, script=True)
    buy(visitor, own_sandbox, "tea")
    page = visitor.page
    expect(page.locator(".exchange-in")).to_have_count(1)
    page.evaluate("window.isTheSamePage = true")
    page.focus("#history")
    trade_no = page.locator(".order").first.get_attribute("id")
    answer = own_sandbox.call("/api/v1/pay/callback/redo/", {"trade_no": trade_no}, app="sandbox-shop")
    assert answer["code"] == 1
    expect(page.locator(".exchange-in")).to_have_count(2)
    expect(page.locator(".step-done").last).to_contain_text("Callback ×2")
    expect(page.locator("#live")).to_contain_text("Platform → Shop")
    assert page.evaluate("window.isTheSamePage") is True
    assert page.evaluate("document.activeElement.id") == "history"


def test_the_whole_way_without_script(own_sandbox, payers):
    visitor = payers(look=WIDE)
    buy(visitor, own_sandbox)
    page = visitor.page
    while page.locator(".exchange-in").count() == 0:
        page.click("#refresh")
    assert page.locator(".step-done").count() == 4
    assert not page.locator("#live").inner_text() and page.locator(".copy").count() == 0
    visitor.shoot("shop-no-script")
    page.get_by_role("button", name="Refund all").click()
    assert "Given back: 12.5 USDT" in page.inner_text(".say")
    page.click("#pay-out")
    assert "Paid out: 1.5 USDT" in page.inner_text(".say")
    page.click("#history")
    assert "The platform knows 3 orders" in page.inner_text(".say")


def test_cancel_and_cheats(own_sandbox, payers):
    visitor = payers(look=WIDE, script=True)
    page = visitor.page
    page.goto(own_sandbox.url + "/sandbox/shop")
    page.click("#buy-stickers")
    pay_page = page.url
    page.goto(own_sandbox.url + "/sandbox/shop")
    expect(page.locator(".state")).to_have_text("Waits for payer")
    page.get_by_role("link", name="Fake the redirect").click()
    expect(page.locator(".say-warn")).to_contain_text("the platform says that there is no such payment")
    page.get_by_role("button", name="Forge a callback").click()
    expect(page.locator(".say-good")).to_contain_text("The shop answered 401 and changed nothing.")
    expect(page.locator(".exchange-stranger .check-bad")).to_have_count(2)
    visitor.shoot("shop-cheats")
    visitor.sign_in(pay_page)
    visitor.press("cancel")
    page.wait_for_url("**/sandbox/shop?order=*")
    expect(page.locator(".state")).to_have_text("Cancelled")


def test_sign_in_and_out(own_sandbox, payers):
    visitor = payers(look=WIDE, script=True)
    page = visitor.page
    page.goto(own_sandbox.url + "/sandbox/shop")
    page.click("#sign-in")
    visitor.sign_in(page.url)
    visitor.press("allow")
    page.wait_for_url("**/sandbox/shop")
    expect(page.locator(".top-guest")).to_contain_text("Signed in as user 1000001")
    assert page.locator(".exchange-out .target").first.inner_text() == "/api/v1/user/detail/"
    visitor.shoot("shop-signed-in")
    page.click("#sign-out")
    expect(page.locator("#sign-in")).to_be_visible()


def test_keyboard_alone(own_sandbox, payers):
    visitor = payers(look=WIDE, script=True)
    page = visitor.page
    buy(visitor, own_sandbox, "tea")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the log"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    details = exchanges(visitor).first.locator("> details")
    assert details.get_attribute("open") is not None
    page.keyboard.press("Enter")
    assert details.get_attribute("open") is None
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_copy_gives_the_bytes(own_sandbox, payers):
    visitor = payers(look=WIDE, script=True)
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visitor.page
    page.goto(own_sandbox.url + "/sandbox/shop")
    page.click("#history")
    page.get_by_role("button", name="Copy the string to sign").first.click()
    expect(page.get_by_role("button", name="Copy the string to sign").first).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r"POST\n[0-9a-f]{40}\napplication/json\n\w{3}, .* GMT\n/api/v1/pay/order/history/", copied)
