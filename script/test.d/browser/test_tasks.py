"""What people do, each in the ways they do it: at a desk, on a phone, without JavaScript, in Japanese."""

import re

import pytest
from playwright.sync_api import expect

from demo import ENGINEERING, SALES
from states import COURSES, DEPLOYMENT, LANGUAGES, choose, course, ended_session, other_language, path, sign_in

WAYS = {
    "desktop": {},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "no script": {"java_script_enabled": False},
    "Japanese": {"locale": "ja-JP"},
}


@pytest.fixture(params=WAYS)
def way(request):
    return WAYS[request.param]


def test_a_wrong_token_is_refused_and_the_right_one_opens_the_page_that_was_asked_for(way, open_page, demo):
    page = open_page(signed_in=False, **way)
    page.goto(demo.url + "/runs")
    page.fill("#token", "nonsense")
    page.click("main button")
    expect(page.locator("#refusal")).to_be_visible()
    expect(page.locator("#token")).to_have_attribute("aria-invalid", "true")
    page.fill("#token", demo.token)
    page.click("main button")
    expect(page).to_have_url(demo.url + "/runs")


def test_filters_are_previewed_then_saved_after_a_question_and_undone(way, open_page, demo):
    page = open_page(**way)
    page.goto(f"{demo.url}/groups/{ENGINEERING}/providers/go1/languages")
    before = page.locator("[name=languages]:checked").count()
    choose(page, "ja")
    page.click("button[value=preview]")
    expect(page.locator("#preview .good")).to_be_visible()
    page.click("button[value=save]")
    page.click("button[value=confirm]")
    expect(page.locator(".note")).to_be_visible()
    expect(page.locator("[name=languages]:checked")).to_have_count(1)
    page.click(".undo button")
    expect(page.locator(".note")).to_be_visible()
    page.goto(f"{demo.url}/groups/{ENGINEERING}/providers/go1/languages")
    expect(page.locator("[name=languages]:checked")).to_have_count(before)


def test_a_refused_form_keeps_what_was_typed_and_its_address_opens(way, open_page, demo):
    page = open_page(**way)
    page.goto(demo.url + LANGUAGES)
    other_language(page, "xx-")
    page.click("button[value=save]")
    expect(page.locator("#preview .error")).to_be_visible()
    expect(page.locator("[name=languages][value=xx-]")).to_be_checked()
    page.goto(page.url)
    expect(page).to_have_url(demo.url + LANGUAGES)


def test_tags_are_switched_on_and_a_sync_is_followed_to_its_end(way, open_page, demo):
    page = open_page(**way)
    page.goto(demo.url + DEPLOYMENT)
    page.click("form[action$='/providers/go1/tags'] button")
    expect(page.locator(".note")).to_be_visible()
    page.click("form[action$='/sync'] button")
    expect(page).to_have_url(re.compile("/syncs/"))
    if not way.get("java_script_enabled", True):
        while page.locator(".badge.done").count() < 2:
            page.reload()
    expect(page.locator(".badge.done")).to_have_count(2)


def test_a_course_is_found_tagged_archived_and_active_again(way, open_page, demo):
    page = open_page(**way)
    page.goto(demo.url + COURSES)
    page.fill("#q", "safety")
    page.click("form[role=search] button")
    page.locator(".result a").first.click()
    page.fill("#new-tags", "Browser")
    page.click("form[action$='/tags'] button")
    expect(page.locator(".tags")).to_contain_text("Browser")
    page.click("form[action$='/untag'] button")
    expect(page.locator(".note")).to_be_visible()
    page.click("form[action$='/archive'] button")
    expect(page.locator(".badge.archived")).to_be_visible()
    page.click("form[action$='/unarchive'] button")
    expect(page.locator(".badge.active")).to_be_visible()


def test_a_path_is_made_filled_and_removed(way, open_page, demo):
    page = open_page(**way)
    page.goto(demo.url + "/paths")
    page.fill("#name", "Safety first")
    page.click("main form[action='/paths'] button")
    expect(page.locator("h1")).to_have_text("Safety first")
    address = page.url
    page.goto(demo.url + course(demo))
    page.select_option("#path", label="Safety first")
    page.click("form[action$='/path'] button")
    expect(page.locator("#in-paths + ul")).to_contain_text("Safety first")
    page.goto(address)
    expect(page.locator("form[action$='/take']")).to_have_count(1)
    page.click("main a[href$='/remove']")
    page.click("form[action$='/remove'] button")
    expect(page).to_have_url(demo.url + "/paths")


def test_a_course_is_dragged_to_its_place_in_a_path(open_page, demo):
    page = open_page()
    page.goto(demo.url + path(demo))
    rows = page.locator("[data-order] tr th")
    before = rows.all_inner_texts()
    page.drag_and_drop("[data-order] tr:nth-child(1) .number", "[data-order] tr:nth-child(3) .number")
    expect(rows).to_have_text(before[1:3] + before[:1] + before[3:])
    page.reload()
    expect(rows).to_have_text(before[1:3] + before[:1] + before[3:])


def test_an_ended_session_keeps_what_was_typed_until_it_is_sent_again(way, open_page, demo):
    page = open_page(signed_in=False, **way)
    ended_session(page, demo)
    page.fill("#token", demo.token)
    page.click("main button")
    page.click("main form button")
    expect(page.locator("h1")).to_have_text("Kept through the end of a session")
    page.click("main a[href$='/remove']")
    page.click("form[action$='/remove'] button")


def test_language_and_zone_are_chosen_and_kept(way, open_page, demo):
    page = open_page(**way)
    page.goto(demo.url + "/runs")
    page.select_option("#reader-language", "fr")
    page.click(".foot button")
    expect(page).to_have_url(demo.url + "/runs")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("h1")).to_have_text("Exécutions")
    page.click(".foot a")
    page.select_option("#zone", "Asia/Tokyo")
    page.click("main button")
    expect(page).to_have_url(demo.url + "/runs")
    expect(page.locator(".foot")).to_contain_text("Asia/Tokyo")
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_every_list_is_downloaded_as_it_is_filtered(way, open_page, demo):
    page = open_page(**way)
    page.goto(demo.url + COURSES + "?q=safety")
    shown = page.locator(".result code").all_inner_texts()
    with page.expect_download() as download:
        page.click(".csv")
    lines = open(download.value.path(), encoding="utf-8-sig").read().splitlines()
    assert lines[0].startswith("id,group,provider,externalId,name,")
    for external_id in shown:
        assert any(f",{external_id}," in line for line in lines)


def test_a_viewer_sees_pages_and_no_form_that_changes_anything(way, open_page, demo):
    page = open_page(signed_in=False, **way)
    token, number = demo.new_token("viewer")
    sign_in(page, demo, token)
    for address in ["/", DEPLOYMENT, COURSES, course(demo), "/paths", "/push"]:
        page.goto(demo.url + address)
        assert page.locator("main form[method=post]").count() == 0
    demo.command("token", "revoke", number)
