"""The keyboard alone is enough."""

from playwright.sync_api import expect

from demo import ENGINEERING


def tab_to(page, selector):
    """Moves the focus to an element by the tab key; every stop on the way shows its focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        shown = page.evaluate("""() => {
            const here = document.activeElement, style = getComputedStyle(here);
            return here === document.body || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
        }""")
        assert shown, page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the tab key does not reach {selector}")


def test_sign_in_and_filters_need_no_mouse(open_page, demo):
    page = open_page(signed_in=False)
    page.goto(demo.url + f"/groups/{ENGINEERING}/providers/go1")
    expect(page.locator("#token")).to_be_focused()
    page.keyboard.type(demo.token)
    page.keyboard.press("Enter")
    expect(page.locator("#languages")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "#languages")
    page.keyboard.press("Control+A")
    page.keyboard.type("en, de")
    tab_to(page, "[name=type][value=audio]")
    page.keyboard.press("Space")
    tab_to(page, "button[value=preview]")
    page.keyboard.press("Enter")
    expect(page.locator("#preview .good")).to_be_visible()
    assert page.is_checked("[name=type][value=audio]")
