/// What each case says of the provider that breaks it.
let findings: [(id: String, finding: String)] = [
    (
        "descriptor",
        """
        the secret setting secret has a default, which is no secret; the translation de has no text for \
        setting.url.label; the translation de has a text for setting.port, which is not declared
        """
    ),
    ("credentials", "a wrong secret was reported as Failure.transient; Failure.credentials would be right"),
    ("complete", "the listing ended after 45 of 50 rows"),
    ("no-duplicates", "5 items came more than once (18, 27, 36)"),
    ("resume", "left after page 2 and resumed, the listing had 60 items, 0 of 50 missing"),
    ("foreign-checkpoint", "the checkpoint \"\" was taken; checkpointRefused would be right"),
    (
        "retries",
        """
        a run whose every request met 500 once ended as "failed" (GET https://sample.example/items: \
        the service answered 500; it was not sent again, since it may have been carried out); \
        "done" would be right
        """
    ),
    (
        "unreadable-page",
        """
        after a run whose page 1 was a web page at first the courses are not those of an undisturbed run: \
        49 missing (0, 1, 2, …)
        """
    ),
    (
        "half-page",
        """
        a run that got half of page 1 at first ended as "incomplete" \
        (the provider ended the listing after 44 of 50 items); "done" would be right
        """
    ),
    (
        "error-mix",
        """
        the first run of mixture 3 ended as "incomplete" (the listing lost its place 4 times (the answer is \
        no page: the answer is an HTML page, not JSON); given up); "done" would be right
        """
    ),
    (
        "outage",
        """
        a run whose service was gone from request 1 of 6 on ended as "held" (held: the listing would archive \
        49 courses, more than half of what is active; look, then accept with --accept-shrink)
        """
    ),
    (
        "early-end",
        """
        a run whose page 2 was empty ended as "held" (held: the listing would archive 39 courses, more than \
        half of what is active; look, then accept with --accept-shrink) after 10 of 50 rows
        """
    ),
    (
        "token-refresh",
        """
        the provider fetches a token, and no request of its listing is `authorized`, \
        so that nobody can renew it
        """
    ),
    (
        "malformed-item",
        """
        a run in which one item was empty ended as "incomplete" (an item is wrong: no id); \
        "done" would be right
        """
    ),
    ("second-run", "the second run updated 49 courses; none would be right"),
    (
        "change",
        """
        after the name of item 10 changed the courses are not those of an undisturbed run: \
        1 different (10)
        """
    ),
    ("cancellation", "a run was cancelled during request 2, and the request was not: it went on"),
    (
        "secrets",
        """
        a message holds the secret secret: refused: \
        {"detail":"https://sample.example/token secret=••••
        """
    ),
    (
        "crash",
        """
        the run after one that was stopped at request 3 ended as "incomplete" \
        (the provider ended the listing after 40 of 50 items); "done" would be right
        """
    ),
    ("enrolments", "the listing named 50 of 175 enrolments"),
    (
        "enrolments-total",
        """
        the listing named 45 enrolments, and a page states a total of 5; no total would be right for a part of it
        """
    ),
    ("enrolments-end", "a listing whose page 1 was empty ended without 45 of 45 enrolments"),
    (
        "stats-token",
        """
        the provider fetches a token, and of the requests of its statistics 1 are `authorized` and 12 are not, \
        so that nobody can renew it
        """
    ),
    (
        "no-gap",
        """
        of 46 enrolments and windows, 9 were left out or cut short by a listing at 2023-11-14T22:13:43Z and the \
        one of what changed since
        """
    ),
    (
        "enrolments-resume",
        """
        left after page 2 and resumed, the listing had 5 more pages, and 0 of 45 enrolments were missing; \
        3 pages would be right
        """
    ),
    (
        "enrolments-again",
        "of 40 enrolments that were asked for again 39 were missing and 0 unlike those of the listing"
    ),
    (
        "named-again",
        "named again, 45 enrolments were 90; the same enrolment has one id, whenever it is named"
    ),
    ("learners", "9 accounts were asked for, of which 3 are missing, and 0 were answered twice"),
    (
        "changed-address",
        """
        the address of a learner with 6 attempts changed: 6 are under the old one, and 0 under the new one
        """
    ),
    ("second-reading", "the second run created 0 and updated 23 attempts; none would be right"),
    ("windows", "after the first run no attempt has three minutes; the longest has 60 seconds"),
    (
        "window-begins",
        """
        1 of 1 windows began at other times when they were read again; \
        multiples of one length since 1970 would be right
        """
    ),
    ("enrolments-foreign", "the checkpoint \"\" was taken; checkpointRefused would be right"),
    ("registration", "the second time registering changed something; none would be right"),
    ("signature", "a call as it came was refused as wrong_signature; acknowledged would be right"),
    ("events", "none of 3 calls was about an enrolment"),
    ("push-plan", "a plan that no longer fits was done, in 1 writes"),
    (
        "push-again",
        "the second time a push was told as unchanged and made 1 writes; unchanged and none would be right"
    ),
    (
        "push-interrupted",
        """
        after a push whose answer 4 of 5 was lost, 1 of its writes reached the service a second time
        """
    ),
    (
        "push-outcomes",
        """
        the outcomes were created, waiting, created, refused (title is missing); \
        created, refused, created, refused would be right
        """
    ),
    (
        "push-completion",
        """
        the second time a completion was told as completed, and 1 of its writes reached the service once more
        """
    ),
]
