"""What holds of every page in every state."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from looks import LOOKS
from states import STATES


@pytest.mark.parametrize("name", STATES)
def test_every_state_is_accessible_fits_the_width_and_loads_nothing_else(name, open_page, demo):
    page = open_page()
    sizes = []
    page.on("response", lambda answer: sizes.append(len(answer.body()))
            if "text/html" in answer.headers.get("content-type", "") and answer.status != 303 else None)
    STATES[name](page, demo)
    for look in LOOKS:
        look.apply(page)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, look
        findings = Axe().run(page)
        assert findings.violations_count == 0, f"{look}\n{findings.generate_report()}"
    assert max(sizes) <= 60_000
    assert page.faults == []


@pytest.mark.parametrize("name", STATES)
def test_every_button_and_field_is_reachable_at_360_pixels(name, open_page, demo):
    page = open_page(viewport={"width": 360, "height": 640})
    STATES[name](page, demo)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    outside = page.evaluate("""() => [...document.querySelectorAll('main button, main input, main select, main a')]
        .filter(one => one.checkVisibility() && one.type !== 'hidden')
        .map(one => [one.outerHTML, one.getBoundingClientRect()])
        .filter(([_, box]) => box.left < 0 || box.right > window.innerWidth).map(([html]) => html)""")
    assert outside == []
