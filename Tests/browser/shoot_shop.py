"""Takes the picture of the demo shop that the documentation shows: shoot_shop.py FILE"""

import os
import sys

from playwright.sync_api import expect, sync_playwright

from sandbox import Sandbox


def shoot(page, url, path):
    page.goto(url + "/sandbox/shop")
    page.click("#buy-dragon")
    page.fill("[name=login]", "bob")
    page.fill("[name=password]", "bob-password")
    page.click("[name=action][value=sign_in]")
    page.fill("[name=trade_password]", "123456")
    page.click("[name=action][value=confirm]")
    page.wait_for_url("**/sandbox/shop?order=*")
    expect(page.locator(".exchange-in")).to_have_count(1)
    expect(page.locator(".step-done")).to_have_count(4)
    # The callback and the answer of order/detail come in any order; the picture shows the answer.
    for details in page.locator(".exchange > details").all():
        is_answer = "order/detail" in details.locator("> summary").inner_text()
        details.evaluate("(details, isOpen) => { details.open = isOpen }", is_answer)
    page.evaluate("document.activeElement.blur()")
    page.wait_for_function("document.getAnimations().length === 0")
    page.screenshot(path=path)


if __name__ == "__main__":
    sandbox = Sandbox()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"] if os.geteuid() == 0 else []
            )
            shoot(browser.new_page(viewport={"width": 1440, "height": 900}), sandbox.url, sys.argv[1])
            browser.close()
    finally:
        sandbox.close()
