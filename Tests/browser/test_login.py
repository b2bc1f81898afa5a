"""A user signs in at an app: what the page asks, and what the app gets, in a real Chromium without JavaScript."""

import urllib.parse

import pytest

from conftest import LOOKS
from sandbox import query

WORDS = {
    "en": {"allow": "Allow", "broken": "This sign-in link does not work"},
    "ko": {"allow": "허용", "broken": "사용할 수 없는 로그인 링크입니다"},
    "zh-Hans": {"allow": "允许", "broken": "此登录链接无法使用"},
    "zh-Hant": {"allow": "允許", "broken": "這個登入連結無法使用"},
}


def address(sandbox, back, scopes="1,5,7,12", **others):
    asked = {"app_id": "sandbox-app", "scopes": scopes, "state": "state000", "device": "device00", "redirect_url": back, **others}
    return sandbox.url + "/oauth/login/?" + urllib.parse.urlencode(asked)


def redeem(sandbox, back, scopes):
    body = {"code": back["code"], "app_id": "sandbox-app", "scopes": scopes, "state": back["state"], "device": back["device"]}
    return sandbox.call("/api/v1/login/do/", body)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", WORDS)
def test_allow_all_the_way(own_sandbox, shop, payers, language, look):
    sandbox, payer = own_sandbox, payers(language, look)
    url = address(sandbox, shop.url + "/in?own=1")
    payer.page.goto(url)
    payer.shoot(f"{language}-{look}-login-1-sign-in")
    payer.sign_in(url, "carol", "wrong")
    assert payer.page.locator("[role=alert]").count() == 1
    payer.sign_in(url, "carol")
    # Reading balances is asked for and ticked; what moves money without asking again is left to the user.
    assert payer.page.is_checked("[name=scope_7]") and not payer.page.is_checked("[name=scope_12]")
    payer.page.uncheck("[name=scope_7]")
    payer.shoot(f"{language}-{look}-login-2-allow")
    assert WORDS[language]["allow"] in payer.page.inner_text("[name=action][value=allow]")
    payer.press("allow")
    assert payer.heading() == "Shop"
    back = query(payer.page.url)
    assert (back["own"], back["state"], back["device"], back["scopes"]) == ("1", "state000", "device00", "1,5")
    answer = redeem(sandbox, back, "1,5,7,12")
    assert (answer["code"], answer["data"]["uid"], answer["data"]["scopes"]) == (1, 1000002, [1, 5]), answer
    assert answer["data"]["pay_token"] == ""
    assert redeem(sandbox, back, "1,5,7,12")["code"] == 11018


@pytest.mark.parametrize("language", WORDS)
def test_refuse(sandbox, shop, payers, language):
    payer = payers(language)
    payer.page.goto(address(sandbox, shop.url + "/in"))
    payer.press("refuse")
    back = query(payer.page.url)
    assert payer.heading() == "Shop"
    assert (back["code"], back["expire_time"], back["state"]) == ("", "-1", "state000")


def test_who_is_signed_in_may_be_another(sandbox, shop, payer):
    url = address(sandbox, shop.url + "/in", scopes="1,7")
    payer.sign_in(url, "carol")
    assert "carol" in payer.text()
    payer.press("sign_out")
    payer.sign_in(url, "mallory")
    assert "mallory" in payer.text() and "carol" not in payer.text()


def test_who_allowed_it_before_with_scope_9_is_not_asked_again(sandbox, shop, payer):
    payer.sign_in(address(sandbox, shop.url + "/in", scopes="1,7"), "bob")
    assert payer.heading() == "Shop"
    assert query(payer.page.url)["scopes"] == "1,7"


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize(
    "wrong", [{"redirect_url": "https://evil.example/in"}, {"app_id": "nobody"}, {"scopes": "5"}, {"device": "x"}, {"state": "short"}]
)
def test_a_broken_link_sends_nobody_anywhere(sandbox, shop, payers, language, wrong):
    payer = payers(language)
    url = address(sandbox, shop.url + "/in", **wrong)
    payer.page.goto(url)
    assert payer.page.url == url
    assert payer.heading() == WORDS[language]["broken"]
    assert payer.page.locator("form").count() == 0
    payer.shoot(f"{language}-login-broken-{next(iter(wrong))}")


def test_the_page_cannot_be_framed(sandbox, shop, chromium):
    shop.pages["/attack-login"] = (
        f'<!doctype html><link rel=icon href=data:,><h1>Win</h1><iframe src="{address(sandbox, shop.url + "/in")}"></iframe>'
    )
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(shop.url + "/attack-login")
    frames = [frame for frame in page.frames if frame != page.main_frame]
    assert all(frame.locator("form").count() == 0 for frame in frames)
    context.close()
