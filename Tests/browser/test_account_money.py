"""A user looks at balances and payments, moves money, and has a receipt checked, in a real Chromium."""

import re

import pytest

from conftest import LOOKS

BOB = 1000001
WORDS = {
    "en": {
        "malformed": "Leave out spaces and commas.", "tries": "You have 4 tries left.", "moved": "Money moved",
        "none": "No payment matches.", "genuine": "This receipt is genuine", "other": "This is not a receipt of this platform",
    },
    "ko": {
        "malformed": "공백이나 쉼표는 사용할 수 없습니다.", "tries": "앞으로 4번 더 입력할 수 있습니다.", "moved": "이체가 완료되었습니다",
        "none": "조건에 맞는 내역이 없습니다.", "genuine": "유효한 영수증입니다", "other": "이 플랫폼의 영수증이 아닙니다",
    },
    "zh-Hans": {
        "malformed": "不要加空格或逗号", "tries": "您还可以再试 4 次", "moved": "转账成功",
        "none": "没有符合条件的记录。", "genuine": "收据真实有效", "other": "这不是本平台的收据",
    },
    "zh-Hant": {
        "malformed": "不要加空格或逗號", "tries": "您還可以再試 4 次", "moved": "轉帳完成",
        "none": "沒有符合條件的紀錄。", "genuine": "這張收據真實有效", "other": "這不是本平台的收據",
    },
}


def pay(sandbox, app="sandbox-app", **fields):
    """Bob pays an app: the order."""
    trade_no, url = sandbox.pay_url("https://example.com/back", app=app, **fields)
    body = {"pay_url": url, "uid": BOB, "trade_password": "123456", "action": "approve"}
    assert "error" not in sandbox.request("/sandbox/pay", body)
    return sandbox.order(trade_no, app)


def give_back(sandbox, order, volume, app="sandbox-app"):
    body = {
        "ori_trade_no": order["trade_no"], "return_trade_no": f"return_{order['trade_no']}", "return_volume": volume,
        "scene": "Online order", "desc": "One dragon was torn", "device": "device00",
    }
    assert sandbox.call("/api/v1/pay/return/do/", body, app)["code"] == 1


def pay_out(sandbox, volume, trade_no):
    body = {
        "trade_no": trade_no, "uid": BOB, "coin_code": "usdt", "volume": volume, "scene": "Prize", "desc": "Week 47", "device": "device00",
    }
    assert sandbox.call("/api/v1/pay/app2user/do/", body)["code"] == 1


def move(payer, volume, trade_password=None):
    payer.page.fill("[name=volume]", volume)
    if trade_password is not None:
        payer.page.fill("[name=trade_password]", trade_password)
    payer.press("confirm")


def fits(payer):
    """Whether nothing stands out of the page at its side."""
    return payer.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", WORDS)
def test_account_all_the_way(own_sandbox, payers, language, look):
    sandbox, words, payer = own_sandbox, WORDS[language], payers(language, look, script=True)
    order = pay(sandbox, "sandbox-cut-app")
    give_back(sandbox, order, "2.5", "sandbox-cut-app")
    pay_out(sandbox, "1234567.123456789012345678", "prize1")
    pay(sandbox)

    def shoot(name):
        payer.shoot(f"{language}-{look}-money-{name}")
        assert fits(payer), name

    payer.sign_in(sandbox.url + "/account")
    shoot("1-overview")
    payer.page.click("a[href='/account/move']")
    move(payer, "12,5", "1")
    assert words["malformed"] in payer.text()
    shoot("2-move-malformed")
    move(payer, "12.5", "1")
    assert words["tries"] in payer.text()
    assert payer.page.input_value("[name=volume]") == "12.5" and payer.page.input_value("[name=trade_password]") == ""
    shoot("3-move-wrong-password")
    payer.page.fill("[name=trade_password]", "123456")
    payer.press("confirm")
    assert payer.heading() == words["moved"] and "1,000,012.5" in payer.text()
    shoot("4-moved")

    payer.page.goto(sandbox.url + "/account/payments")
    assert payer.page.locator(".payment").count() == 4
    shoot("5-payments")
    payer.page.fill("[name=q]", "nothing like it")
    payer.page.keyboard.press("Enter")
    payer.page.wait_for_url("**/account/payments?q=*")
    assert words["none"] in payer.text()
    payer.page.fill("[name=q]", str(order["id"]))
    payer.page.click(".filters summary")
    payer.page.select_option("[name=direction]", "1")
    payer.page.click("form.search button")
    payer.page.wait_for_url("**direction=1**")
    assert payer.page.locator(".payment").count() == 1
    shoot("6-search")

    payer.page.click(".payment a")
    code = payer.page.inner_text(".receipt-code")
    assert re.fullmatch(r"IMUGI(-[0-9A-Z]{5}){7}", code)
    shoot("7-payment")
    payer.page.click(f"a[href*='/receipt?code={code}']")
    assert payer.heading() == words["genuine"] and str(order["id"]) in payer.text() and "bob" not in payer.page.content()
    shoot("8-receipt")
    payer.page.fill("[name=code]", code[:-1] + ("0" if code[-1] != "0" else "1"))
    payer.page.keyboard.press("Enter")
    payer.page.wait_for_selector("[name=code][aria-invalid=true]")
    assert payer.heading() == words["other"]
    shoot("9-no-receipt")


@pytest.mark.parametrize("language", WORDS)
def test_account_without_script(own_sandbox, payers, language):
    sandbox, words, payer = own_sandbox, WORDS[language], payers(language)
    order = pay(sandbox)
    payer.sign_in(sandbox.url + "/account/move?from=spot")
    move(payer, "1", "123456")
    assert payer.heading() == words["moved"]
    payer.page.reload()
    assert payer.heading() == words["moved"] and "1,000,001" in payer.text()
    payer.page.goto(sandbox.url + "/account/payments")
    payer.page.click(".filters summary")
    payer.page.fill("[name=q]", "DRAGONS")
    payer.page.click("form.search button")
    payer.page.click(".payment a")
    assert str(order["id"]) in payer.text()
    payer.page.click("a[href*='/receipt?code=']")
    assert payer.heading() == words["genuine"]


@pytest.mark.parametrize("language", WORDS)
def test_nothing_is_cut_off_on_the_smallest_phone(own_sandbox, payers, language):
    sandbox, payer = own_sandbox, payers(language)
    payer.page.set_viewport_size({"width": 320, "height": 640})
    order = pay(sandbox, "sandbox-cut-app", volume="123456.123456789012345678", desc="W" * 100, scene="한" * 100)
    pay_out(sandbox, "0.000000000000000001", "a" * 64)
    payer.sign_in(sandbox.url + "/account")
    paths = ["/account", "/account/move", "/account/move?from=open", "/account/payments?direction=1", f"/account/payments/{order['id']}", "/receipt"]
    for number, path in enumerate(paths):
        payer.page.goto(sandbox.url + path)
        payer.shoot(f"{language}-320-money-{number}")
        assert fits(payer), path
    payer.page.goto(f"{sandbox.url}/account/payments/{order['id']}")
    payer.page.click("a[href*='/receipt?code=']")
    payer.shoot(f"{language}-320-money-receipt")
    assert fits(payer)


def test_a_double_click_moves_money_once(own_sandbox, payers):
    sandbox, payer = own_sandbox, payers(script=True)
    payer.sign_in(sandbox.url + "/account/move?from=open")
    posts = []
    payer.page.on("request", lambda request: posts.append(request) if request.method == "POST" else None)
    payer.page.fill("[name=volume]", "5")
    payer.page.dblclick("[name=action][value=confirm]")
    payer.page.wait_for_url("**/account/move/done*")
    assert len(posts) == 1 and "999,995" in payer.text()


def test_each_tab_moves_its_own_and_going_back_moves_nothing_twice(own_sandbox, payers):
    sandbox, payer = own_sandbox, payers()
    payer.sign_in(sandbox.url + "/account/move?from=open")
    other = payer.new_page()
    other.goto(sandbox.url + "/account/move?from=open")
    forms = {page.get_attribute("[name=form]", "value") for page in (payer.page, other)}
    assert len(forms) == 2
    move(payer, "5")
    assert "999,995" in payer.text()
    other.fill("[name=volume]", "1")
    other.click("[name=action][value=confirm]")
    other.wait_for_url("**/account/move/done*")
    assert "999,994" in other.inner_text("main")
    # Nothing of the account is cached: the form that comes back is a fresh one.
    payer.page.go_back()
    assert payer.page.get_attribute("[name=form]", "value") not in forms
    payer.page.go_forward()
    assert "999,994" in payer.text()


def test_a_receipt_is_printed_with_what_proves_it_and_nothing_else(own_sandbox, payers):
    sandbox, payer = own_sandbox, payers()
    order = pay(sandbox, "sandbox-cut-app")
    payer.sign_in(f"{sandbox.url}/account/payments/{order['id']}")
    payer.page.emulate_media(media="print")
    payer.shoot("en-print-receipt")
    for part in [".receipt-code", ".facts", "h1", ".on-paper"]:
        assert payer.page.locator(part).first.is_visible(), part
    for part in [".sections", ".languages", ".payer", ".on-screen"]:
        assert not payer.page.locator(part).first.is_visible(), part
    assert f"{sandbox.url}/receipt" in payer.text() and str(order["id"]) in payer.text() and str(BOB) in payer.text()
