"""What the browser itself holds back, and what fits into a small window."""

import pytest

from conftest import LOCALES


def test_framing_is_refused(sandbox, shop, chromium):
    _, url = sandbox.pay_url(shop.url + "/paid")
    shop.pages["/attack"] = f'<!doctype html><link rel=icon href=data:,><h1>Win</h1><iframe src="{url}"></iframe>'
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(shop.url + "/attack")
    frames = [frame for frame in page.frames if frame != page.main_frame]
    assert all(frame.locator("form").count() == 0 for frame in frames)
    assert all("/oauth/pay" not in frame.url for frame in frames)
    assert any("frame-ancestors" in complaint or "X-Frame-Options" in complaint for complaint in complaints), complaints
    context.close()


@pytest.mark.parametrize("language", LOCALES)
def test_a_narrow_window_does_not_scroll_sideways(sandbox, shop, chromium, language):
    _, url = sandbox.pay_url(
        shop.url + "/paid", volume="1234.123456789012345678", scene="S" * 60, desc="상품설명이아주길어서줄바꿈이필요합니다" * 5
    )
    context = chromium.new_context(locale=LOCALES[language], viewport={"width": 320, "height": 640})
    page = context.new_page()
    width = "[document.documentElement.scrollWidth, window.innerWidth]"
    page.goto(url)
    scroll, window = page.evaluate(width)
    assert scroll <= window
    page.fill("[name=login]", "bob")
    page.fill("[name=password]", "bob-password")
    page.click("[name=action][value=sign_in]")
    scroll, window = page.evaluate(width)
    assert scroll <= window
    page.fill("[name=trade_password]", "123456")
    page.click("[name=action][value=confirm]")
    page.wait_for_selector("a[data-return]")
    scroll, window = page.evaluate(width)
    assert scroll <= window
    context.close()
