import ConnectorKit
import Go1Simulator
import Testing

@Suite struct GatewayRefusalTests {
    private static let sorts =
        "created, popularity, price, relevance, title, retired_time, rating, updated_time, "
        + "premium_submitted_time, premium_reviewed_time, updated_media_time, updated_metadata_time"
    private static let fragments =
        "core, relevance, pricing, lifecycle, skills, quality, revisions, provider, playback_behavior, "
        + "topics, images, preview, tags, offerings, presentation, accessibility"
    private static let wcag = "2.0 AA, 2.0 AAA, 2.1 A, 2.1 AA, 2.1 AAA, 2.2 A, 2.2 AA, 2.2 AAA"

    private static let unknown: [RefusedRequest] = [
        .init("?page=2", 400, "invalid_request", "\"page\" is no parameter of GET /learning-objects"),
        .init("?type=video", 400, "invalid_request", "\"type\" is no parameter of GET /learning-objects"),
        .init("?state=retired", 400, "invalid_request", "\"state\" is no parameter of GET /learning-objects"),
        .init(
            "?include[0]=core", 400, "invalid_request",
            "\"include[0]\" is no parameter of GET /learning-objects"),
        .init(
            "?updated_time[gte]=2024-01-01", 400, "invalid_request",
            "\"updated_time[gte]\" is no parameter of GET /learning-objects"),
        .init(
            "?duration[a][min]=1", 400, "invalid_request",
            "\"duration[a][min]\" is no parameter of GET /learning-objects"),
        .init("?scrollId=x", 400, "invalid_request", "\"scrollId\" is no parameter of GET /learning-objects"),
        .init(
            "?identifier=external_id", 400, "invalid_request",
            "\"identifier\" is no parameter of GET /learning-objects"),
        .init(
            "/1?limit=1", 400, "invalid_request", "\"limit\" is no parameter of GET /learning-objects/{id}"),
    ]

    private static let values: [RefusedRequest] = [
        .init("?limit=0", "limit is \"0\"; a whole number from 1 to 5000 was expected"),
        .init("?limit=ten", "limit is \"ten\"; a whole number from 1 to 5000 was expected"),
        .init("?limit=2.5", "limit is \"2.5\"; a whole number from 1 to 5000 was expected"),
        .init("?limit=", "limit is \"\"; a whole number from 1 to 5000 was expected"),
        .init("?limit=5001&use_scroll=true", "limit is \"5001\"; a whole number from 1 to 5000 was expected"),
        .init("?offset=-1", "offset is \"-1\"; a whole number from 0 was expected"),
        .init("?limit=10&limit=20", "limit is given twice; one value was expected"),
        .init("?keyword=", "keyword is \"\"; some text was expected"),
        .init("?sort=name", "sort is \"name\"; one or more of \(sorts) was expected"),
        .init("?sort=price,name", "sort is \"price,name\"; one or more of \(sorts) was expected"),
        .init("?sort=title&order=up", "order is \"up\"; one or more of asc, desc was expected"),
        .init(
            "?collection=default",
            "collection is \"default\"; one of library, not_added_to_library, partner_content, "
                + "subscribe was expected"
        ),
        .init(
            "?type[]=module",
            "type[] is \"module\"; one of course, playlist, document, link, interactive, text, video, audio, "
                + "award was expected"),
        .init(
            "?type[]=course,video",
            "type[] is \"course,video\"; one of course, playlist, document, link, interactive, text, video, "
                + "audio, award was expected"),
        .init(
            "?language[]=english", "language[] is \"english\"; a language such as en or en-us was expected"),
        .init("?language[]=en-US", "language[] is \"en-US\"; a language such as en or en-us was expected"),
        .init("?language_op=xor", "language_op is \"xor\"; one of and, or was expected"),
        .init(
            "?state[]=archived",
            "state[] is \"archived\"; one of draft, published, retired, removed was expected"),
        .init(
            "?created_time[min]=yesterday",
            "created_time[min] is \"yesterday\"; an ISO 8601 time was expected"),
        .init(
            "?updated_time[max]=2024-02-30",
            "updated_time[max] is \"2024-02-30\"; an ISO 8601 time was expected"),
        .init("?include[]=protected", "include[] is \"protected\"; one of \(fragments) was expected"),
        .init(
            "?facets[]=tags",
            "facets[] is \"tags\"; one of providers, language, mobile_friendly, region_relevance, topics, "
                + "duration, duration_granular, entry_level, type, locale, regulations, is_compliance, "
                + "restricted_categories, five_star_rating, categories, accessibility_wcag_level, "
                + "accessibility_features was expected"),
        .init("?use_scroll=1", "use_scroll is \"1\"; true or false was expected"),
        .init("?mobile_friendly=yes", "mobile_friendly is \"yes\"; true or false was expected"),
        .init("?exclude_providers=no", "exclude_providers is \"no\"; true or false was expected"),
        .init("?is_compliance=1", "is_compliance is \"1\"; true or false was expected"),
        .init(
            "?entry_level[]=expert",
            "entry_level[] is \"expert\"; one of beginner, intermediate, advanced, anyone was expected"),
        .init(
            "?region_relevance[]=FR",
            "region_relevance[] is \"FR\"; one of GLOBAL, MY, UAE, US, AU, NZ, CA, GB, ZA was expected"),
        .init("?locale[]=fr-FR", "locale[] is \"fr-FR\"; one of en-AU, en-US, en-UK was expected"),
        .init(
            "?premium_status[]=yes",
            "premium_status[] is \"yes\"; one of pending, approved, rejected, none was expected"),
        .init("?duration[0][min]=-5", "duration[0][min] is \"-5\"; a number of minutes was expected"),
        .init(
            "?ratings_count[min]=many",
            "ratings_count[min] is \"many\"; a number from 0 to 1000000000 was expected"),
        .init(
            "?five_star_rating[max]=6", "five_star_rating[max] is \"6\"; a number from 1 to 5 was expected"),
        .init(
            "?accessibility_wcag_level=3.0",
            "accessibility_wcag_level is \"3.0\"; one of \(wcag) was expected"),
        .init(
            "?accessibility_features_transcript=x",
            "accessibility_features_transcript is \"x\"; true or false was expected"),
        .init(
            "?preferred_language=e",
            "preferred_language is \"e\"; a language such as en or en-us was expected"),
        .init("?keyword=%zz", "\"%zz\" is not percent-encoded: % and two hexadecimal digits were expected"),
        .init("?keyword=%ff", "\"%ff\" is not UTF-8 once its percent-encoding is undone"),
        .init("/1?identifier=lo_id", "identifier is \"lo_id\"; one of external_id was expected"),
    ]

    private static let together: [RefusedRequest] = [
        .init(
            "?limit=51",
            "limit is \"51\"; a whole number from 1 to 50 was expected, "
                + "or up to 5000 with use_scroll=true"),
        .init(
            "?limit=1000&use_scroll=false",
            "limit is \"1000\"; a whole number from 1 to 50 was expected, "
                + "or up to 5000 with use_scroll=true"),
        .init("?offset=9981", "offset and limit reach beyond 10000 results; use_scroll=true was expected"),
        .init(
            "?offset=9951&limit=50",
            "offset and limit reach beyond 10000 results; use_scroll=true was expected"),
        .init("?offset=50&use_scroll=true", "offset is given with use_scroll=true; scroll_id was expected"),
        .init("?scroll_id=x", "scroll_id is given alone; use_scroll=true was expected with it"),
        .init("?use_scroll=true&scroll_id=x", "the scroll id is not known"),
        .init("?order=asc", "order has more values than sort; a sort for each was expected"),
        .init("?sort=title&order=asc,desc", "order has more values than sort; a sort for each was expected"),
        .init(
            "?state[]=published&state[]=retired",
            "state[] is published, retired; only draft and published may be asked for together, retired and "
                + "removed each alone"),
        .init(
            "?state[]=removed&state[]=retired",
            "state[] is removed, retired; only draft and published may be asked for together, retired and "
                + "removed each alone"),
    ]

    private static let paths: [RefusedRequest] = [
        .init(
            "/con_01HBYXF3HYPTG5Q1RJ7BPFAF23", 404, "not_found",
            "there is no learning object \"con_01HBYXF3HYPTG5Q1RJ7BPFAF23\""),
        .init("/1", 404, "not_found", "there is no learning object \"1\""),
        .init(
            "/9223372036854775807", 404, "not_found", "there is no learning object \"9223372036854775807\""),
        .init("/ext-1?identifier=external_id", 404, "not_found", "there is no learning object \"ext-1\""),
        .init("/1/related", 404, "not_found", "there is no /learning-objects/1/related"),
        .init("s", 404, "not_found", "there is no /learning-objectss"),
    ]

    @Test(
        "the gateway refuses what its description does not list",
        arguments: [unknown, values, together, paths])
    func refuses(_ rows: [RefusedRequest]) async throws {
        try await RefusedRequest.check(rows, at: "/learning-objects")
    }

    @Test("the gateway refuses every method except GET and POST", arguments: ["PUT", "PATCH", "DELETE"])
    func refusesMethods(_ method: String) async throws {
        try await PortalSite.with(items: 5) { site async throws in
            let answer = try await site.get("/learning-objects", method: .init(rawValue: method) ?? .get)
            RefusedRequest(
                "", 405, "method_not_allowed",
                "/learning-objects does not take \(method); GET or POST was expected"
            ).check(answer)
            #expect(answer.header("Allow") == "GET, POST")
        }
    }

    @Test(
        "the gateway answers only requests for its version",
        arguments: [
            (nil, "the header Api-Version is missing; 2025-01-01 was expected"),
            ("2022-07-01", "Api-Version is \"2022-07-01\"; 2025-01-01 was expected"),
            ("v3", "Api-Version is \"v3\"; 2025-01-01 was expected"),
        ] as [(String?, String)])
    func refusesVersions(_ version: String?, _ message: String) async throws {
        for path in ["/learning-objects", "/learning-objects/1"] {
            try await PortalSite.with(items: 5) { site async throws in
                RefusedRequest(path, 400, "invalid_request", message)
                    .check(try await site.get(path, headers: ["Api-Version": version]))
            }
        }
    }
}
