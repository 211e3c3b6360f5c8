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
    page.goto(demo.url + f"/groups/{ENGINEERING}/providers/go1/languages")
    expect(page.locator("#token")).to_be_focused()
    page.keyboard.type(demo.token)
    page.keyboard.press("Enter")
    expect(page.locator("#language-boxes")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "[name=languages][value=de]")
    page.keyboard.press("Space")
    tab_to(page, "button[value=preview]")
    page.keyboard.press("Enter")
    expect(page.locator("#preview .good")).to_be_visible()
    assert page.is_checked("[name=languages][value=de]")


def test_the_set_up_needs_no_mouse(open_page, first_start):
    page = open_page(signed_in=False)
    page.goto(first_start.link)
    tab_to(page, "form:has([value=go1]) button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/setup/connection")
    for name in ("portal", "client_id", "secret"):
        tab_to(page, f"[name='setting.{name}']")
        page.keyboard.type(first_start.settings[name])
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    for name in ("auth_url", "api_url"):
        tab_to(page, f"[name='setting.{name}']")
        page.keyboard.type(first_start.settings[name])
    tab_to(page, "button[value=next]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/setup/group")
    tab_to(page, "#id")
    page.keyboard.type("sales")
    page.keyboard.press("Enter")
    page.wait_for_url("**/setup/filters")
    tab_to(page, "[name=languages][value=en]")
    page.keyboard.press("Space")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/setup/finish")
    tab_to(page, "button[value=finish]")
    page.keyboard.press("Enter")
    expect(page.locator("a.button")).to_be_visible(timeout=30_000)
