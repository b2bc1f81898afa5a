"""What script adds to the pages: the result before the way back, a guard against a second click, the time that is left."""

import pytest

from conftest import LOCALES, LOOKS
from sandbox import query


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("look", LOOKS)
def test_pay_see_the_result_and_return(sandbox, shop, payers, language, look):
    payer = payers(language, look, script=True)
    trade_no, url = sandbox.pay_url(shop.url + "/paid?own=1", app="sandbox-cut-app")
    payer.page.goto(url)
    payer.shoot(f"{language}-{look}-script-1-sign-in")
    payer.sign_in(url)
    payer.shoot(f"{language}-{look}-script-2-pay")
    payer.confirm()
    payer.page.wait_for_selector("[data-return-in]:visible")
    assert query(payer.page.url).get("done") is None
    payer.shoot(f"{language}-{look}-script-3-result")
    payer.page.wait_for_url(shop.url + "/**")
    back = query(payer.page.url)
    order = sandbox.order(trade_no, app="sandbox-cut-app")
    assert (back["own"], back["status"], back["id"]) == ("1", "1", str(order["id"]))
    assert back["cut_volume"] == order["cut_volume"] == "0.125"


def test_the_payer_may_stay(sandbox, shop, payers):
    payer = payers(script=True)
    _, url = sandbox.pay_url(shop.url + "/paid")
    payer.page.clock.install()
    payer.sign_in(url)
    payer.confirm()
    payer.page.click("[data-stay]")
    payer.page.clock.run_for(60_000)
    assert payer.page.locator("a[data-return]:focus").count() == 1
    assert payer.page.url.startswith(sandbox.url)


def test_back_from_the_app_does_not_send_the_payer_away_again(sandbox, shop, payers):
    payer = payers(script=True)
    _, url = sandbox.pay_url(shop.url + "/paid")
    payer.sign_in(url)
    payer.confirm()
    payer.page.click("a[data-return]")
    payer.page.wait_for_url(shop.url + "/**")
    payer.page.clock.install()
    payer.page.go_back(wait_until="commit")
    payer.page.wait_for_selector("a[data-return]")
    payer.page.clock.run_for(60_000)
    assert payer.page.url.startswith(sandbox.url)


def test_double_click_pays_once(sandbox, shop, payers):
    payer = payers(script=True)
    trade_no, url = sandbox.pay_url(shop.url + "/paid", volume="3")
    payer.sign_in(url)
    posts = []
    payer.page.on("request", lambda request: posts.append(request) if request.method == "POST" else None)
    before = float(sandbox.balance(1000001))
    payer.page.fill("[name=trade_password]", "123456")
    payer.page.dblclick("[name=action][value=confirm]")
    payer.page.wait_for_url(shop.url + "/**")
    assert len(posts) == 1
    assert before - float(sandbox.balance(1000001)) == pytest.approx(3)
    assert query(payer.page.url)["id"] == str(sandbox.order(trade_no)["id"])


def test_the_button_says_that_the_payment_is_being_made(sandbox, shop, payers):
    payer = payers(script=True)
    _, url = sandbox.pay_url(shop.url + "/paid")
    payer.sign_in(url)
    # Nothing is sent, so that the page stays as it is while the browser waits.
    payer.page.evaluate("document.addEventListener('submit', (event) => event.preventDefault())")
    payer.page.fill("[name=trade_password]", "123456")
    payer.press("confirm")
    assert payer.page.inner_text("[data-announce]") == payer.page.inner_text("[aria-busy=true]") == "Paying…"
    payer.shoot("en-paying")


def test_an_outcome_that_is_not_known_is_looked_for(sandbox, shop, payers):
    payer = payers(script=True)
    trade_no, url = sandbox.pay_url(shop.url + "/paid")
    payer.sign_in(url)

    script = payer.page.get_attribute("script[src*=page]", "src")

    def lose(route):
        if route.request.method != "POST":
            return route.fallback()
        # The payment is made, and what comes back is the page of a platform that does not know it.
        assert route.fetch(max_redirects=0).status == 303
        page = f'<!doctype html><title>Unknown</title><script src="{script}" defer></script><p data-look-again="1">Looking</p>'
        route.fulfill(status=500, content_type="text/html", body=page)

    payer.page.route("**/oauth/pay*", lose)
    payer.confirm()
    payer.page.wait_for_selector("a[data-return]")
    assert payer.heading() == "Payment complete"
    assert sandbox.order(trade_no)["status"] == 1


def test_time_runs_out_while_the_page_is_open(own_sandbox, shop, payers):
    payer = payers(script=True)
    trade_no, url = own_sandbox.pay_url(shop.url + "/paid")
    payer.page.clock.install()
    payer.sign_in(url)
    left = payer.page.locator("[data-expires-in]")
    payer.page.clock.run_for(1_000)
    assert left.inner_text() in ("14:59 left", "14:58 left", "14:57 left")
    payer.page.clock.fast_forward("13:58")
    payer.page.clock.run_for(3_000)
    assert payer.page.inner_text("[data-announce]") == "One minute is left to confirm this payment."
    assert "urgent" in left.get_attribute("class")
    payer.shoot("en-last-minute")
    own_sandbox.request("/sandbox/clock/advance", {"seconds": 900})
    payer.page.clock.fast_forward("01:00")
    payer.page.wait_for_selector(".mark")
    assert payer.heading() == "This payment has expired"
    payer.page.get_by_role("link", name="Return to sandbox-app").click()
    payer.page.wait_for_url(shop.url + "/**")
    assert query(payer.page.url)["status"] == "-1"
    assert own_sandbox.order(trade_no) is None


def test_a_password_can_be_looked_at(sandbox, shop, payers):
    payer = payers(script=True)
    _, url = sandbox.pay_url(shop.url + "/paid")
    payer.sign_in(url)
    field = payer.page.locator("#trade_password")
    toggle = payer.page.locator("[data-reveal=trade_password]")
    field.fill("123456")
    toggle.click()
    assert (field.get_attribute("type"), toggle.inner_text()) == ("text", "Hide")
    toggle.click()
    assert (field.get_attribute("type"), toggle.inner_text()) == ("password", "Show")


def test_times_are_those_of_the_browser(sandbox, shop, payers):
    payer = payers("ko", script=True, timezone="Asia/Seoul")
    _, url = sandbox.pay_url(shop.url + "/paid")
    payer.sign_in(url)
    payer.confirm()
    shown = payer.page.locator("dd time")
    assert "UTC" in shown.get_attribute("title")
    assert "GMT+9" in shown.inner_text() and "년" in shown.inner_text()


def test_the_keyboard_is_enough(sandbox, shop, payers):
    payer = payers(script=True)
    _, url = sandbox.pay_url(shop.url + "/paid")
    payer.page.goto(url)
    keys = payer.page.keyboard
    payer.page.focus("#login")
    keys.type("bob")
    keys.press("Tab")
    keys.type("bob-password")
    keys.press("Enter")
    payer.page.wait_for_selector("#trade_password")
    focused = []
    for _ in range(12):
        keys.press("Tab")
        focused.append(payer.page.evaluate("document.activeElement.name + '/' + document.activeElement.value"))
        outline = payer.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", focused
        if focused[-1].startswith("trade_password"):
            break
    keys.type("123456")
    keys.press("Enter")
    payer.page.wait_for_selector("a[data-return]")


def test_a_fee_that_changes_while_the_page_is_open_is_shown_anew(own_sandbox, shop, payers):
    payer = payers(script=True)
    trade_no, url = own_sandbox.pay_url(shop.url + "/paid", app="sandbox-cut-app")
    payer.sign_in(url)
    assert "0.125 USDT" in payer.text()
    own_sandbox.request("/sandbox/apps/sandbox-cut-app", {"cut_rate": "0.02"})
    payer.confirm()
    assert "This payment changed while the page was open" in payer.text()
    assert "0.25 USDT" in payer.text()
    assert own_sandbox.order(trade_no, app="sandbox-cut-app") is None
    payer.shoot("en-payment-changed")
    payer.confirm()
    payer.page.wait_for_selector("a[data-return]")
    assert own_sandbox.order(trade_no, app="sandbox-cut-app")["cut_volume"] == "0.25"


def test_a_session_that_ended_midway(own_sandbox, shop, payers):
    payer = payers(script=True)
    trade_no, url = own_sandbox.pay_url(shop.url + "/paid")
    payer.sign_in(url)
    cookie = next(cookie for cookie in payer.context.cookies() if cookie["name"] == "imugi")
    other = payers(script=True)
    other.context.add_cookies([cookie])
    other.page.goto(url)
    other.press("sign_out")
    payer.confirm()
    assert "Your session ended before anything was done" in payer.text()
    assert own_sandbox.order(trade_no) is None
    payer.shoot("en-session-ended")
    payer.page.fill("[name=login]", "bob")
    payer.page.fill("[name=password]", "bob-password")
    payer.press("sign_in")
    payer.confirm()
    payer.page.wait_for_selector("a[data-return]")
    assert own_sandbox.order(trade_no)["status"] == 1
