"""From an empty folder to the first catalogue, in every way of using the console."""

import pytest
from playwright.sync_api import expect

from states import other_language
from test_tasks import WAYS


@pytest.fixture(params=WAYS)
def way(request):
    return WAYS[request.param]


def enter(page, settings):
    page.click("summary")
    for name, value in settings.items():
        page.fill(f"[name='setting.{name}']", value)


def test_wrong_credentials_look_wrong_and_right_ones_lead_to_the_catalogue(way, open_page, first_start):
    page = open_page(signed_in=False, **way)
    page.goto(first_start.link)
    expect(page.locator(".note")).to_contain_text("tributary_")
    page.click("form:has([value=go1]) button")

    enter(page, {**first_start.settings, "secret": "wrong"})
    page.click("button[value=next]")
    expect(page.locator(".tested.wrong .no")).to_be_visible()
    page.fill("[name='setting.secret']", first_start.settings["secret"])
    page.click("button[value=test]")
    expect(page.locator(".tested.right .yes")).to_have_count(3)
    expect(page.locator(".tested ul:not(.checks) li")).to_have_count(5)
    page.click("button[value=next]")

    page.fill("#name", "Sales Academy")
    page.fill("#id", "sales")
    page.click("main form button")
    page.check("[name=languages][value=en]")
    page.check("[name=type][value=video]")
    other_language(page, "fr")
    page.click("main form button")

    # Back and forth without loss.
    page.check("[name=tags]")
    page.click("button[value=keep]")
    expect(page.locator("[name=languages]:checked")).to_have_count(2)
    page.click(".steps a >> nth=1")
    expect(page.locator("[name='setting.client_id']")).to_have_value("go1-sandbox")
    expect(page.locator("[name='setting.secret']")).to_have_value("")
    assert first_start.files() == {}
    page.goto(first_start.url + "/setup/finish")
    expect(page.locator("[name=tags]")).to_be_checked()
    page.click("button[value=finish]")

    if not way.get("java_script_enabled", True):
        while page.locator("a.button").count() == 0:
            page.reload()
    expect(page.locator("a.button")).to_be_visible(timeout=30_000)
    assert list(first_start.files()) == ["sales-academy.yaml"]
    page.click("a.button")
    expect(page.locator(".result").first).to_be_visible()
    assert page.faults == []


def test_a_link_opens_once(open_page, first_start):
    page = open_page(signed_in=False)
    page.goto(first_start.link)
    page = open_page(signed_in=False)
    page.goto(first_start.link)
    expect(page.locator("#refusal")).to_be_visible()
