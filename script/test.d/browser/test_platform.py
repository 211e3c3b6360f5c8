"""With a 360Learning platform: its groups are picked from, and what was changed there is found and mended."""

from playwright.sync_api import expect

from test_first_start import enter


def set_up(page, start):
    page.goto(start.link)
    page.click("form:has([value=go1]) button")
    enter(page, start.settings)
    page.click("button[value=next]")
    page.select_option("#id", index=1)
    chosen = page.locator("#id option:checked").inner_text()
    page.fill("#admin", "admin@acme.example")
    page.click("main form button")
    page.click("main form button")
    page.click("button[value=finish]")
    expect(page.locator("a.button")).to_be_visible(timeout=60_000)
    return chosen


def test_a_group_is_picked_and_what_was_changed_on_the_platform_is_mended(open_page, platform_start):
    page = open_page(signed_in=False)
    group = set_up(page, platform_start)
    [file] = platform_start.files().values()
    assert f"name: {group}" in file and "admin: admin@acme.example" in file

    platform_start.archive_a_course_there()
    page.goto(platform_start.url + "/reconcile")
    page.click("main form[action='/reconcile'] button")
    mend = page.locator("form:has([name=mend]) button")
    expect(mend).to_be_visible(timeout=60_000)
    expect(page.locator("main tbody tr")).to_have_count(1)
    mend.click()
    expect(page.locator("#reconcile a[href^='/runs/']")).to_be_visible(timeout=60_000)

    page.goto(platform_start.url + "/reconcile")
    page.click("main form[action='/reconcile'] button")
    expect(page.locator("#reconcile:not([data-refresh])")).to_be_visible(timeout=60_000)
    expect(page.locator("main tbody tr")).to_have_count(0)
    assert page.faults == []
