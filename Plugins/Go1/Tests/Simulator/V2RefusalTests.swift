import ConnectorKit
import Go1Simulator
import Testing

@Suite struct V2RefusalTests {
    private static let rows: [RefusedRequest] = [
        .init("?page=2", "\"page\" is no parameter of GET /v2/learning-objects"),
        .init("?type[]=video", "\"type[]\" is no parameter of GET /v2/learning-objects"),
        .init("?include[]=core", "\"include[]\" is no parameter of GET /v2/learning-objects"),
        .init("?use_scroll=true", "\"use_scroll\" is no parameter of GET /v2/learning-objects"),
        .init("?state[]=retired", "\"state[]\" is no parameter of GET /v2/learning-objects"),
        .init("?limit=51", "limit is \"51\"; a whole number from 0 to 50 was expected"),
        .init("?limit=-1", "limit is \"-1\"; a whole number from 0 to 50 was expected"),
        .init("?limit=1000&scroll=true", "limit is \"1000\"; a whole number from 0 to 50 was expected"),
        .init("?limit=10&limit=10", "limit is given twice; one value was expected"),
        .init("?offset=x", "offset is \"x\"; a whole number from 0 was expected"),
        .init(
            "?offset=9951&limit=50", "offset and limit reach beyond 10000 results; scroll=true was expected"),
        .init("?offset=10&scroll=true", "offset is given with scroll; scrollId was expected"),
        .init("?limit=0&scroll=true", "limit is \"0\"; a whole number from 1 to 50 was expected"),
        .init("?scrollId=x", "the scroll id is not known"),
        .init("?scroll=yes", "scroll is \"yes\"; true or false was expected"),
        .init("?collection=library", "collection is \"library\"; one of default was expected"),
        .init("?subscribed=1", "subscribed is \"1\"; true or false was expected"),
        .init("?marketplace=some", "marketplace is \"some\"; one of all was expected"),
        .init("?event=true", "event is \"true\"; one of false was expected"),
        .init("?providers=a", "providers is \"a\"; one or more whole numbers was expected"),
        .init(
            "?language[]=english", "language[] is \"english\"; a language such as en or en-us was expected"),
        .init(
            "?type=vidoe",
            "type is \"vidoe\"; one or more of course, playlist, document, link, interactive, text, video, "
                + "audio, award, module, event, quiz was expected"),
        .init(
            "?facets=type",
            "facets is \"type\"; one or more of instance, tag, language, topics was expected"),
        .init(
            "?sort=created",
            "sort is \"created\"; one of created:asc, created:desc, title:asc, title:desc, updated_time:asc, "
                + "updated_time:desc, price:asc, price:desc, popularity:asc, popularity:desc was expected"),
        .init("/1?limit=1", "\"limit\" is no parameter of GET /v2/learning-objects/{id}"),
        .init("/1", 404, "not_found", "there is no learning object \"1\""),
        .init(
            "/con_01HBYXF3HYPTG5Q1RJ7BPFAF23", 404, "not_found",
            "there is no learning object \"con_01HBYXF3HYPTG5Q1RJ7BPFAF23\""),
        .init("/1/scorm", 404, "not_found", "there is no /v2/learning-objects/1/scorm"),
    ]

    @Test("v2 refuses what no client was seen to send")
    func refuses() async throws {
        try await RefusedRequest.check(Self.rows, at: "/v2/learning-objects")
    }

    @Test("v2 refuses every method except GET", arguments: ["POST", "PUT", "PATCH", "DELETE"])
    func refusesMethods(_ method: String) async throws {
        try await PortalSite.with(items: 5) { site async throws in
            let answer = try await site.get("/v2/learning-objects", method: .init(rawValue: method) ?? .get)
            RefusedRequest(
                "", 405, "method_not_allowed",
                "/v2/learning-objects does not take \(method); GET was expected"
            ).check(answer)
        }
    }
}
