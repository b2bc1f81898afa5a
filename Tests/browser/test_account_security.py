"""A user looks after passwords, sessions and apps, in a real Chromium, with and without JavaScript."""

import pytest

from conftest import LOOKS

WORDS = {
    "en": {
        "security": "Security", "password": "Change password", "wrong": "This password is wrong.", "changed": "Your password was changed.",
        "trade": "Change trade password", "day": "24 hours", "frozen": "Nothing can be paid from your account until",
        "apps": "Apps with access", "end": "End the access of", "ended": "has no access any more", "none": "No app has access",
        "differ": "The two entries are not the same", "this": "This device", "cap": "Enter an amount in digits", "set": "is set",
    },
    "ko": {
        "security": "보안", "password": "비밀번호 변경", "wrong": "비밀번호가 올바르지 않아", "changed": "비밀번호를 변경했습니다.",
        "trade": "거래 비밀번호 변경", "day": "24시간", "frozen": "계정에서 결제할 수 없습니다.",
        "apps": "연결된 앱", "end": "연결을 끊을까요?", "ended": "연결을 끊었습니다.", "none": "연결된 앱이 없습니다.",
        "differ": "두 입력이 서로 다릅니다.", "this": "현재 기기", "cap": "금액을 숫자로 입력해", "set": "한도를 저장했습니다.",
    },
    "zh-Hans": {
        "security": "安全", "password": "修改密码", "wrong": "密码不正确", "changed": "密码已修改。",
        "trade": "修改交易密码", "day": "24 小时", "frozen": "之前无法从您的账户支付。",
        "apps": "已授权应用", "end": "撤销对", "ended": "已撤销对", "none": "没有应用获得",
        "differ": "两次输入不一致", "this": "本设备", "cap": "请输入金额数字", "set": "已保存",
    },
    "zh-Hant": {
        "security": "安全", "password": "變更密碼", "wrong": "密碼不正確", "changed": "密碼已變更。",
        "trade": "變更交易密碼", "day": "24 小時", "frozen": "之前無法從您的帳戶付款。",
        "apps": "已授權應用程式", "end": "撤銷", "ended": "已撤銷", "none": "沒有應用程式取得",
        "differ": "兩次輸入的內容不同", "this": "這部裝置", "cap": "請輸入金額數字", "set": "已儲存",
    },
}

NEW = "seven green dragons"
SECURITY = "/account/security"
PASSWORD = SECURITY + "/password"
TRADE_PASSWORD = SECURITY + "/trade-password"
APPS = "/account/apps"


def forget_hint(payer):
    """Chromium finds four passwords in one form hard to save. These are not to be saved: each field says by its autocomplete what it is."""
    payer.complaints = [complaint for complaint in payer.complaints if not complaint.startswith("[DOM] Multiple forms should be")]


def fill(payer, **fields):
    for name, value in fields.items():
        payer.page.fill(f"[name={name}]", value)


def notice(payer, role):
    """What is announced."""
    return payer.page.inner_text(f"main [role={role}]")


# Every language once, and every look once.
@pytest.mark.parametrize(
    "language, look", [(language, "phone") for language in WORDS] + [("en", look) for look in LOOKS if look != "phone"]
)
def test_all_the_way_without_script(own_sandbox, payers, language, look):
    sandbox, words, payer = own_sandbox, WORDS[language], payers(language, look)
    name = f"{language}-{look}-security"
    payer.sign_in(sandbox.url + SECURITY, "alice")
    assert payer.heading() == words["security"] and words["this"] in payer.text()
    payer.shoot(f"{name}-1-overview")

    payer.page.click(f"a[href='{PASSWORD}']")
    assert payer.heading() == words["password"]
    fill(payer, password="wrong", new_password=NEW, new_password_again=NEW)
    payer.press("change_password")
    assert words["wrong"] in notice(payer, "alert")
    # What is wrong has the focus, and nothing that was entered comes back.
    assert payer.page.evaluate("document.activeElement.name") == "password"
    assert payer.page.input_value("[name=new_password]") == ""
    payer.shoot(f"{name}-2-wrong-password")
    fill(payer, password="alice-password", new_password=NEW, new_password_again=NEW + "!")
    payer.press("change_password")
    assert words["differ"] in notice(payer, "alert")
    fill(payer, password="alice-password", new_password=NEW, new_password_again=NEW)
    payer.press("change_password")
    assert words["changed"] in notice(payer, "status") and payer.page.url == sandbox.url + SECURITY
    payer.shoot(f"{name}-3-changed")
    payer.page.reload()
    assert payer.page.locator("[role=status]:not([data-announce])").count() == 0

    payer.page.click(f"a[href='{TRADE_PASSWORD}']")
    assert payer.heading() == words["trade"] and words["day"] in payer.text()
    payer.shoot(f"{name}-4-trade-password")
    fill(payer, password=NEW, trade_password="123456", new_trade_password="246810", new_trade_password_again="246810")
    payer.press("change_trade_password")
    assert words["frozen"] in notice(payer, "status")
    payer.shoot(f"{name}-5-frozen")

    payer.page.click(f"nav a[href='{APPS}']")
    assert payer.heading() == words["apps"] and "sandbox-app" in payer.text()
    fill_first(payer, "cap", "1,5")
    payer.page.locator("[value=set_cap]").first.click()
    assert words["cap"] in notice(payer, "alert")
    payer.shoot(f"{name}-6-apps")
    fill_first(payer, "cap", "25")
    payer.page.locator("[value=set_cap]").first.click()
    assert words["set"] in notice(payer, "status")
    payer.page.click("a[href^='/account/apps/revoke?']")
    assert words["end"] in payer.heading() and "sandbox-app" in payer.heading()
    payer.shoot(f"{name}-7-revoke")
    payer.press("revoke")
    assert words["ended"] in notice(payer, "status") and words["none"] in payer.text()
    payer.shoot(f"{name}-8-revoked")
    forget_hint(payer)


def fill_first(payer, name, value):
    payer.page.locator(f"[name={name}]").first.fill(value)


def test_with_script_a_password_is_typed_once_and_can_be_looked_at(own_sandbox, payers):
    sandbox, payer = own_sandbox, payers(script=True)
    payer.sign_in(sandbox.url + PASSWORD, "alice")
    assert payer.page.locator("[name=new_password_again]").count() == 0
    fill(payer, password="alice-password", new_password=NEW)
    button = payer.page.locator("[data-reveal=new_password]")
    assert payer.page.get_attribute("#new_password", "type") == "password"
    button.click()
    assert payer.page.get_attribute("#new_password", "type") == "text" and button.get_attribute("aria-pressed") == "true"
    payer.shoot("en-phone-security-script-password")
    payer.press("change_password")
    assert "Your password was changed." in notice(payer, "status")
    for path in [SECURITY, TRADE_PASSWORD, APPS, APPS + "/revoke?app=sandbox-app"]:
        payer.page.goto(sandbox.url + path)
        payer.shoot(f"en-phone-security-script-{path.split('/')[-1].split('?')[0]}")


@pytest.mark.parametrize("language", WORDS)
def test_access_for_everyone(sandbox, payers, language):
    payer = payers(language, script=True)
    payer.sign_in(sandbox.url + SECURITY, "bob")
    for path in [SECURITY, PASSWORD, TRADE_PASSWORD, APPS, APPS + "/revoke?app=sandbox-app"]:
        payer.page.goto(sandbox.url + path)
        payer.check_access(f"{language} {path}")
        # Every control is reached by the keyboard, in the order in which it is read.
        payer.page.keyboard.press("Tab")
        assert payer.page.evaluate("document.activeElement !== document.body")


@pytest.mark.parametrize("language", WORDS)
def test_a_narrow_window_does_not_scroll_sideways(sandbox, payers, language):
    payer = payers(language, script=True)
    payer.page.set_viewport_size({"width": 320, "height": 640})
    payer.sign_in(sandbox.url + SECURITY, "bob")
    for path in [SECURITY, PASSWORD, TRADE_PASSWORD, APPS, APPS + "/revoke?app=sandbox-app"]:
        payer.page.goto(sandbox.url + path)
        scroll, window = payer.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert scroll <= window, path
        payer.shoot(f"{language}-narrow-security-{path.split('/')[-1].split('?')[0]}")


def test_a_device_that_is_signed_out_is_out(own_sandbox, payers):
    sandbox = own_sandbox
    here, there, third = payers(), payers(look="desktop"), payers("ko")
    for payer in (here, there, third):
        payer.sign_in(sandbox.url + SECURITY, "alice")
    here.page.reload()
    assert here.page.locator("[value=end_session]").count() == 2
    here.shoot("en-phone-security-sessions")
    here.page.locator("[value=end_session]").first.click()
    assert here.page.locator("[value=end_session]").count() == 1
    here.press("end_other_sessions")
    assert here.page.locator("[value=end_session]").count() == 0
    assert "You are signed out everywhere but here." in notice(here, "status")
    for payer in (there, third):
        payer.page.reload()
        assert payer.page.locator("[name=login]").count() == 1
    # Back and forth in the browser's history shows nothing of the account any more.
    there.page.go_back()
    assert "Where you are signed in" not in there.text()


def test_the_language_is_chosen_here_too(own_sandbox, payers):
    payer = payers()
    payer.sign_in(own_sandbox.url + SECURITY, "alice")
    payer.page.locator("main a[lang=ko]").click()
    assert payer.heading() == WORDS["ko"]["security"]
    payer.page.goto(own_sandbox.url + APPS)
    assert payer.heading() == WORDS["ko"]["apps"]
