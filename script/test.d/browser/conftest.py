import os

import pytest
from playwright.sync_api import sync_playwright

from demo import Demo, FirstStart, PlatformStart, SALES
from states import sign_in


@pytest.fixture(scope="session")
def demo():
    with Demo() as demo:
        courses = demo.get(f"/groups/{SALES}/courses?limit=3")["items"]
        demo.post_path("Onboarding", [course["id"] for course in courses])
        yield demo


@pytest.fixture
def first_start():
    with FirstStart() as first_start:
        yield first_start


@pytest.fixture
def platform_start():
    with PlatformStart() as platform_start:
        yield platform_start


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, request):
    """Opens a page in a browser of its own, signed in unless told otherwise, and watches it."""
    contexts = []

    def opened(signed_in=True, **options):
        options = {"locale": "en-GB", "reduced_motion": "reduce", "viewport": {"width": 1280, "height": 844}, **options}
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        hosts = ["first_start", "platform_start"]
        host = request.getfixturevalue(next((name for name in hosts if name in request.fixturenames), "demo"))
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(f"script: {error}"))
        page.on("console", lambda said: page.faults.append(f"console: {said.text}")
                if said.type == "error" and "status of 4" not in said.text else None)
        page.on("request", lambda request: page.faults.append(f"foreign: {request.url}")
                if not request.url.startswith((host.url, "data:")) else None)
        if signed_in:
            sign_in(page, host)
        return page

    yield opened
    for context in contexts:
        context.close()
