"""Every page of the console, and the states of pages that have several: a name, and how to get there."""

from demo import ENGINEERING, SALES

DEPLOYMENT = f"/groups/{SALES}/providers/go1"
LANGUAGES = DEPLOYMENT + "/languages"
TYPES = DEPLOYMENT + "/types"
SETTINGS = DEPLOYMENT + "/settings"
COURSES = f"/groups/{SALES}/courses"


def course(demo):
    found = demo.get(f"/groups/{SALES}/courses?limit=1")["items"][0]
    return f"{COURSES}/{found['id']}"


def path(demo):
    return f"/paths/{demo.get('/paths')['items'][0]['id']}"


def opened(address):
    """A page that an address opens; the address may depend on the demo."""
    def go(page, demo):
        page.goto(demo.url + (address if isinstance(address, str) else address(demo)))
    return go


def refused_sign_in(page, demo):
    page.context.clear_cookies()
    page.goto(demo.url + "/sign-in")
    page.fill("#token", "nonsense")
    page.click("main button")


def sign_in(page, demo, token=None):
    page.goto(demo.url + "/sign-in")
    page.fill("#token", token or demo.token)
    page.click("main button")
    page.wait_for_url(demo.url + "/")


def ended_session(page, demo):
    """A form is sent after its session has ended."""
    page.context.clear_cookies()
    token, number = demo.new_token()
    sign_in(page, demo, token)
    page.goto(demo.url + "/paths")
    demo.command("token", "revoke", number)
    page.fill("#name", "Kept through the end of a session")
    page.click("main form[action='/paths'] button")


def signed_in_again(page, demo):
    ended_session(page, demo)
    page.fill("#token", demo.token)
    page.click("main button")


def choose(page, *languages):
    """Checks these languages and no others."""
    for box in page.locator("[name=languages]").all():
        box.set_checked(box.get_attribute("value") in languages)


def other_language(page, tag):
    page.click("details:has(#other) summary")
    page.fill("#other", tag)


def previewed(page, demo):
    page.goto(demo.url + LANGUAGES)
    other_language(page, "tlh")
    page.click("button[value=preview]")


def asked(page, demo):
    """A change that archives much is to be saved."""
    page.goto(demo.url + LANGUAGES)
    choose(page, "ja")
    page.click("button[value=save]")


def undoable(page, demo):
    """A change was saved: whichever way the one before it went, since the same again is none."""
    page.goto(demo.url + LANGUAGES)
    chosen = page.locator("[name=languages][value=pt]")
    if chosen.count() and chosen.is_checked():
        chosen.uncheck()
    else:
        other_language(page, "pt")
    page.click("button[value=save]")
    page.wait_for_selector(".undo")


def refused_filters(page, demo):
    page.goto(demo.url + LANGUAGES)
    other_language(page, "xx-")
    page.click("button[value=preview]")


def chosen_provider(page, demo):
    page.goto(demo.url + "/setup")
    page.click("form:has([value=oai-pmh]) button")
    page.wait_for_url(demo.url + "/setup/connection")


def tested(page, demo):
    """A test of a connection that nobody answers."""
    chosen_provider(page, demo)
    page.fill("[name='setting.url']", "https://nobody.invalid/oai")
    page.click("button[value=test]")
    page.wait_for_selector(".tested", timeout=60_000)


def named_group(page, demo):
    tested(page, demo)
    page.click("button[value=anyway]")


def group_without_id(page, demo):
    named_group(page, demo)
    page.fill("#name", "Library")
    page.fill("#id", "")
    page.click("main form button")


def chosen_content(page, demo):
    named_group(page, demo)
    page.fill("#id", "library")
    page.click("main form button")
    page.wait_for_url(demo.url + "/setup/filters")


def last_page(page, demo):
    chosen_content(page, demo)
    page.click("main form button")
    page.wait_for_url(demo.url + "/setup/finish")


def refused_settings(page, demo):
    page.goto(f"{demo.url}/groups/{SALES}/providers/oai-pmh")
    page.fill("[name='setting.url']", "nonsense")
    page.click("button[value=save]")


def refused_tags(page, demo):
    page.goto(demo.url + course(demo))
    page.fill("#new-tags", ",")
    page.click("form[action$='/tags'] button")


def planned_push(page, demo, text="external_reference,title,description,launch_url,image\n"
                 "a-1,One,<p>x</p>,https://example.com/1,https://example.com/1.png\n,Two,x,https://example.com/2,x\n"):
    page.goto(demo.url + "/push")
    page.fill("#text", text)
    page.click("button[value=plan]")


def refused_push(page, demo):
    planned_push(page, demo, "nonsense")


def synced(page, demo):
    page.goto(demo.url + DEPLOYMENT)
    page.click("form[action$='/sync'] button")
    page.wait_for_selector(".badge.done")


def zones(page, demo):
    page.goto(demo.url + "/preferences?to=/runs")


STATES = {
    "overview": opened("/"),
    "overlaps": opened("/overlaps"),
    "deployment": opened(DEPLOYMENT),
    "configuration": opened(SETTINGS),
    "configuration-new": opened(f"/groups/{ENGINEERING}/providers/oai-pmh"),
    "configuration-refused": refused_settings,
    "languages": opened(LANGUAGES),
    "languages-preview": previewed,
    "languages-asks": asked,
    "languages-undo": undoable,
    "languages-refused": refused_filters,
    "types": opened(TYPES),
    "activity": opened(DEPLOYMENT + "/activity"),
    "setup": opened("/setup"),
    "setup-connection": chosen_provider,
    "setup-connection-tested": tested,
    "setup-group": named_group,
    "setup-group-refused": group_without_id,
    "setup-filters": chosen_content,
    "setup-finish": last_page,
    "sync": synced,
    "courses": opened(COURSES),
    "courses-found": opened(COURSES + "?q=safety&language=en"),
    "courses-none": opened(COURSES + "?q=nothinglikethis"),
    "courses-archived": opened(COURSES + "?archived=any"),
    "courses-chosen": opened(COURSES + "?q=safety&choose=all"),
    "search": opened("/search?q=safety"),
    "group": opened(f"/groups/{SALES}"),
    "group-remove": opened(f"/groups/{SALES}/remove"),
    "catalog": opened(f"/groups/{SALES}/catalog"),
    "library-found": opened(f"/groups/{SALES}/library?from={ENGINEERING}&find=safety"),
    "course": opened(course),
    "course-refused": refused_tags,
    "paths": opened("/paths"),
    "path": opened(path),
    "path-found": opened(lambda demo: path(demo) + f"?from={SALES}&find=safety"),
    "path-learners": opened(lambda demo: path(demo) + "/learners"),
    "path-remove": opened(lambda demo: path(demo) + "/remove"),
    "statistics": opened("/statistics"),
    "statistics-empty": opened("/statistics?to=2001-01-01"),
    "statistics-courses": opened("/statistics/courses"),
    "statistics-learners": opened("/statistics/learners?user=learner1"),
    "statistics-learner": opened("/statistics/learner?user=learner12@example.com"),
    "retiring": opened("/retiring"),
    "retiring-past": opened("/retiring?past=true"),
    "push": opened("/push"),
    "push-plan": planned_push,
    "push-refused": refused_push,
    "runs": opened("/runs"),
    "run": opened("/runs/1"),
    "administration": opened("/administration"),
    "providers": opened("/providers"),
    "provider-switch": opened(DEPLOYMENT + "/switch"),
    "tokens": opened("/tokens"),
    "audit": opened("/audit"),
    "replay": opened("/replay"),
    "reconcile": opened("/reconcile"),
    "preferences": zones,
    "not-found": opened("/nowhere"),
    "sign-in-ended": ended_session,
    "sign-in-again": signed_in_again,
    "sign-in-refused": refused_sign_in,
}
