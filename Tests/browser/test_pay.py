"""A payer pays, errs, cancels and comes back, in a real Chromium without JavaScript."""

import pytest

from conftest import LOOKS
from sandbox import query

WORDS = {
    "en": {
        "pay": "Pay 12.5 USDT", "complete": "Payment complete", "wrong": "The user name or the password is wrong.",
        "tries": "You have 4 tries left.", "locked": "Your trade password is locked", "return": "Return to sandbox-app",
        "small": "Your balance is too small", "expired": "This payment has expired", "cancelled": "Payment cancelled",
        "named": "This payment is for another account", "other": "Already paid from another account",
        "result": "Sign in to see the result", "again": "Open the page again", "form": "This form is no longer valid",
    },
    "ko": {
        "pay": "12.5 USDT 결제하기", "complete": "결제가 완료되었습니다", "wrong": "아이디 또는 비밀번호가 올바르지 않습니다.",
        "tries": "앞으로 4번 더 입력할 수 있습니다.", "locked": "거래 비밀번호가 잠겼습니다", "return": "sandbox-app 페이지로 돌아가기",
        "small": "잔액이 부족합니다", "expired": "결제 시간이 만료되었습니다", "cancelled": "결제가 취소되었습니다",
        "named": "다른 계정에 요청된 결제입니다", "other": "다른 계정에서 이미 결제했습니다",
        "result": "결과를 확인하려면 로그인해 주세요", "again": "페이지 다시 열기", "form": "더 이상 유효하지 않은 화면입니다",
    },
    "zh-Hans": {
        "pay": "确认支付 12.5 USDT", "complete": "支付成功", "wrong": "用户名或登录密码错误。",
        "tries": "您还可以再试 4 次。", "locked": "交易密码已锁定", "return": "返回 sandbox-app",
        "small": "余额不足", "expired": "支付已过期", "cancelled": "支付已取消",
        "named": "这笔支付属于其他账号", "other": "已由其他账号支付",
        "result": "请登录后查看结果", "again": "重新打开页面", "form": "此页面已失效",
    },
    "zh-Hant": {
        "pay": "確認付款 12.5 USDT", "complete": "付款完成", "wrong": "使用者名稱或登入密碼錯誤。",
        "tries": "您還可以再試 4 次。", "locked": "交易密碼已鎖定", "return": "返回 sandbox-app",
        "small": "餘額不足", "expired": "付款已失效", "cancelled": "付款已取消",
        "named": "這筆付款屬於其他帳號", "other": "已由其他帳號付款",
        "result": "請登入後查看結果", "again": "重新開啟頁面", "form": "這個頁面已失效",
    },
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", WORDS)
def test_pay_all_the_way(sandbox, shop, payers, language, look):
    words, payer = WORDS[language], payers(language, look)
    trade_no, url = sandbox.pay_url(shop.url + "/paid?own=1", app="sandbox-cut-app" if look == "phone" else "sandbox-app")
    payer.page.goto(url)
    payer.shoot(f"{language}-{look}-1-sign-in")
    payer.sign_in(url, password="wrong")
    assert words["wrong"] in payer.text()
    assert payer.page.input_value("[name=login]") == "bob"
    assert payer.page.input_value("[name=password]") == ""
    payer.shoot(f"{language}-{look}-2-wrong-password")
    payer.sign_in(url)
    assert "12.5" in payer.text() and "Two plush dragons, green" in payer.text()
    payer.shoot(f"{language}-{look}-3-pay")
    payer.confirm("000000")
    assert words["tries"] in payer.text()
    payer.shoot(f"{language}-{look}-4-wrong-trade-password")
    assert words["pay"] in payer.page.inner_text("[name=action][value=confirm]")
    payer.confirm()
    assert payer.heading() == "Shop"
    back = query(payer.page.url)
    order = sandbox.order(trade_no, app="sandbox-cut-app" if look == "phone" else "sandbox-app")
    assert (back["own"], back["status"], back["uid"], back["volume"]) == ("1", "1", "1000001", "12.5")
    assert (back["trade_no"], back["id"], back["state"]) == (trade_no, str(order["id"]), "state000")
    payer.page.goto(url)
    assert payer.heading() == words["complete"]
    payer.shoot(f"{language}-{look}-5-complete")


@pytest.mark.parametrize("language", WORDS)
def test_cancel_and_come_back(sandbox, shop, payers, language):
    words, payer = WORDS[language], payers(language)
    trade_no, url = sandbox.pay_url(shop.url + "/cancelled")
    payer.sign_in(url)
    payer.press("cancel")
    back = query(payer.page.url)
    assert (back["status"], back["id"], back["trade_no"]) == ("-1", "0", trade_no)
    assert sandbox.order(trade_no) is None
    payer.page.goto(url)
    assert payer.heading() == words["cancelled"]
    payer.shoot(f"{language}-cancelled")
    payer.page.click("a.button-primary")
    assert query(payer.page.url) == back


@pytest.mark.parametrize("language", WORDS)
def test_too_little_money_and_another_account(sandbox, shop, payers, language):
    words, payer = WORDS[language], payers(language)
    _, url = sandbox.pay_url(shop.url + "/paid")
    payer.sign_in(url, "carol")
    assert payer.heading() == words["small"]
    payer.shoot(f"{language}-balance-too-small")
    payer.press("sign_out")
    assert payer.page.locator("[name=password]").count() == 1
    payer.sign_in(url)
    payer.confirm()
    assert payer.heading() == "Shop"


@pytest.mark.parametrize("language", WORDS)
def test_named_for_another(sandbox, shop, payers, language):
    payer = payers(language)
    trade_no, url = sandbox.pay_url(shop.url + "/paid", specify_dragonex_uid=1000000)
    payer.sign_in(url)
    assert payer.heading() == WORDS[language]["named"]
    payer.shoot(f"{language}-named-for-another")
    assert payer.page.locator("[name=action][value=confirm]").count() == 0
    assert sandbox.order(trade_no) is None


@pytest.mark.parametrize("language", WORDS)
def test_paid_by_another_and_nobody_signed_in(sandbox, shop, payers, language):
    words, first, second = WORDS[language], payers(language), payers(language)
    _, url = sandbox.pay_url(shop.url + "/paid")
    first.sign_in(url)
    first.confirm()
    second.page.goto(url)
    assert words["result"] in second.text() and "bob" not in second.text()
    second.shoot(f"{language}-sign-in-to-see")
    second.sign_in(url, "alice")
    assert second.heading() == words["other"]
    assert "bob" not in second.text()
    second.shoot(f"{language}-paid-by-another")


@pytest.mark.parametrize("language", WORDS)
def test_lock_and_expiry(own_sandbox, shop, payers, language):
    words, payer = WORDS[language], payers(language)
    _, url = own_sandbox.pay_url(shop.url + "/paid")
    payer.sign_in(url)
    for _ in range(5):
        payer.confirm("000000")
    assert payer.heading() == words["locked"]
    payer.page.goto(url)
    assert payer.heading() == words["locked"]
    payer.shoot(f"{language}-locked")
    own_sandbox.request("/sandbox/clock/advance", {"seconds": 900})
    payer.page.goto(url)
    assert payer.heading() == words["expired"]
    payer.shoot(f"{language}-expired")


def test_back_button_and_second_tab(sandbox, shop, payer):
    trade_no, url = sandbox.pay_url(shop.url + "/paid")
    payer.sign_in(url)
    tab = payer.new_page()
    tab.goto(url)
    payer.confirm()
    back = payer.page.url
    before = sandbox.balance(1000001)
    tab.fill("[name=trade_password]", "123456")
    tab.click("[name=action][value=confirm]")
    assert tab.url == back
    payer.page.go_back()
    assert payer.heading() == WORDS["en"]["complete"]
    payer.page.get_by_role("link", name=WORDS["en"]["return"]).click()
    assert payer.page.url == back
    assert sandbox.balance(1000001) == before
    assert sandbox.order(trade_no)["status"] == 1


def test_an_app_that_redirects_to_another_origin(sandbox, shop, payers):
    # Chromium holds a form's policy against every redirect that follows it.
    payer = payers()
    shop.moved["/moved"] = shop.url.replace("127.0.0.1", "localhost") + "/final"
    trade_no, url = sandbox.pay_url(shop.url + "/moved")
    payer.sign_in(url)
    payer.confirm()
    assert payer.page.url == shop.moved["/moved"]
    assert payer.heading() == "Shop"
    assert sandbox.order(trade_no)["status"] == 1
    payer.hosts = {host for host in payer.hosts if not host.startswith("localhost:")}


def test_double_click_pays_once(sandbox, shop, payer):
    trade_no, url = sandbox.pay_url(shop.url + "/paid", volume="3")
    payer.sign_in(url)
    before = float(sandbox.balance(1000001))
    payer.page.fill("[name=trade_password]", "123456")
    payer.page.dblclick("[name=action][value=confirm]")
    payer.page.wait_for_url(shop.url + "/**")
    assert query(payer.page.url)["status"] == "1"
    assert before - float(sandbox.balance(1000001)) == pytest.approx(3)
    assert query(payer.page.url)["id"] == str(sandbox.order(trade_no)["id"])


@pytest.mark.parametrize("language", WORDS)
def test_a_form_without_its_cookie(sandbox, shop, payers, language):
    payer = payers(language)
    _, url = sandbox.pay_url(shop.url + "/paid")
    payer.page.goto(url)
    payer.context.clear_cookies()
    payer.page.fill("[name=login]", "bob")
    payer.page.fill("[name=password]", "bob-password")
    payer.press("sign_in")
    assert payer.heading() == WORDS[language]["form"]
    payer.shoot(f"{language}-form-expired")
    payer.page.get_by_role("link", name=WORDS[language]["again"]).click()
    payer.sign_in(payer.page.url)
    assert payer.page.locator("[name=trade_password]").count() == 1


@pytest.mark.parametrize("name, language, sign_in", [("한국어", "ko", "로그인"), ("简体中文", "zh-Hans", "登录"), ("繁體中文", "zh-Hant", "登入")])
def test_the_language_is_kept(sandbox, shop, payer, name, language, sign_in):
    _, url = sandbox.pay_url(shop.url + "/paid")
    payer.page.goto(url)
    payer.page.get_by_role("link", name=name).click()
    assert WORDS[language]["result"] not in payer.text() and sign_in in payer.text()
    payer.sign_in(url)
    assert WORDS[language]["pay"] in payer.page.inner_text("[name=action][value=confirm]")
    # Beyond the browser's own session, too.
    kept = [cookie for cookie in payer.context.cookies() if cookie["name"].endswith("imugi-lang")]
    assert [cookie["value"] for cookie in kept] == [language] and kept[0]["expires"] > 0
