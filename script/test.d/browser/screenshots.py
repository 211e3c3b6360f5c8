"""Pictures of every page in both themes and widths: screenshots.py FOLDER [NAME…]"""

import os
import pathlib
import sys

from playwright.sync_api import sync_playwright

from demo import Demo, SALES
from looks import LOOKS
from states import STATES, sign_in


def main(folder, names):
    folder.mkdir(parents=True, exist_ok=True)
    with Demo() as demo, sync_playwright() as playwright:
        courses = demo.get(f"/groups/{SALES}/courses?limit=3")["items"]
        demo.post_path("Onboarding", [course["id"] for course in courses])
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        for name in names or STATES:
            page = browser.new_context(locale="en-GB", reduced_motion="reduce").new_page()
            sign_in(page, demo)
            STATES[name](page, demo)
            for look in LOOKS:
                look.apply(page)
                page.screenshot(path=folder / f"{name}-{look}.png", full_page=True)
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2:])
