"""Pictures of pages: screenshots.py FOLDER [NAME…] keeps every page in both themes and widths,
screenshots.py --docs the pictures of docs/console.md."""

import os
import pathlib
import sys

from playwright.sync_api import sync_playwright

from demo import Demo, SALES
from looks import LOOKS, Look
from states import STATES, sign_in

DOCS = {
    "overview": Look("light", 1280), "languages-preview": Look("light", 1280), "courses": Look("light", 1280),
    "statistics": Look("dark", 1280), "course": Look("dark", 390), "retiring": Look("light", 390),
}


def main(folder, names, looks_of, full_page):
    """Keeps pictures of states, each in the looks that it has."""
    folder.mkdir(parents=True, exist_ok=True)
    with Demo() as demo, sync_playwright() as playwright:
        courses = demo.get(f"/groups/{SALES}/courses?limit=3")["items"]
        demo.post_path("Onboarding", [course["id"] for course in courses])
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        for name in names:
            page = browser.new_context(locale="en-GB", reduced_motion="reduce").new_page()
            sign_in(page, demo)
            STATES[name](page, demo)
            for look in looks_of(name):
                look.apply(page)
                page.screenshot(path=folder / f"{name}-{look}.png", full_page=full_page)
            page.context.close()
        browser.close()


if __name__ == "__main__":
    if sys.argv[1] == "--docs":
        main(pathlib.Path("docs/images"), DOCS, lambda name: [DOCS[name]], full_page=False)
    else:
        main(pathlib.Path(sys.argv[1]), sys.argv[2:] or STATES, lambda _: LOOKS, full_page=True)
