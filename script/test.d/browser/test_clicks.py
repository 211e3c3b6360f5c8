"""How many clicks each task takes, as docs/console.md says."""

import pathlib
import re

from playwright.sync_api import expect

from demo import ENGINEERING
from test_first_start import enter

PAGE = pathlib.Path(__file__).parents[3] / "docs/console.md"


class Clicks:
    """Clicks, and counts them."""

    def __init__(self, page):
        self.page = page
        self.count = 0

    def __call__(self, selector):
        self.count += 1
        self.page.click(selector)


def documented(task):
    """The number of clicks in the last column of the task's row."""
    [row] = re.findall(rf"^\| {re.escape(task)} \|.*\| (\d+) \|$", PAGE.read_text(), re.MULTILINE)
    return int(row)


def at_a_provider(open_page, demo):
    page = open_page()
    page.goto(demo.url)
    click = Clicks(page)
    click(f"a[href='/groups/{ENGINEERING}/providers/go1']")
    return page, click


def test_activate(open_page, first_start):
    page = open_page(signed_in=False)
    page.goto(first_start.link)
    click = Clicks(page)
    click("form:has([value=go1]) button")
    enter(page, first_start.settings)
    click("button[value=next]")
    page.fill("#name", "Sales Academy")
    page.fill("#id", "sales")
    click("main form button")
    click("main form button")
    click("button[value=finish]")
    expect(page.locator("a.button")).to_be_visible(timeout=30_000)
    assert click.count == documented("Activate Go1 in a group")


def test_tags(open_page, demo):
    page, click = at_a_provider(open_page, demo)
    click("form[action$='/providers/go1/tags'] button")
    expect(page.locator(".note")).to_be_visible()
    assert click.count == documented("Switch tags on or off")


def test_language(open_page, demo):
    page, click = at_a_provider(open_page, demo)
    click(".tabs a[href$='/languages']")
    chosen = page.locator("[name=languages][value=de]").is_checked()
    click("[name=languages][value=de]")
    click("button[value=save]")
    page.wait_for_load_state()
    if page.locator("button[value=confirm]").count():
        page.click("button[value=confirm]")
    expect(page.locator(".undo")).to_be_visible()
    assert page.locator("[name=languages][value=de]").is_checked() != chosen
    assert click.count == documented("Add or remove a language")
    page.click(".undo button")


def test_content_type(open_page, demo):
    page, click = at_a_provider(open_page, demo)
    click(".tabs a[href$='/types']")
    click("[name=type][value=video]")
    click("button[value=save]")
    page.wait_for_load_state()
    if page.locator("button[value=confirm]").count():
        page.click("button[value=confirm]")
    expect(page.locator(".undo")).to_be_visible()
    assert click.count == documented("Add or remove a content type")
    page.click(".undo button")


def test_path(open_page, demo):
    page = open_page()
    page.goto(demo.url)
    click = Clicks(page)
    click("nav a[href='/paths']")
    click("main table a")
    page.fill("#find", "safety")
    page.press("#find", "Enter")
    click("[type=checkbox][name=course] >> nth=0")
    click("form:has([type=checkbox][name=course]) button[type=submit]")
    assert click.count == documented("Put a course into a path")
