import ConnectorKit
import SimulatorSupport
import Testing

@Suite("Routes of a simulated service")
struct RouteTests {
    private static func routes(_ access: SimulatedAccess = .bearer("k")) -> SimulatedRoutes {
        SimulatedRoutes(
            access,
            [
                .get("/v1/items") { _ in SimulatedAnswer(["here": "all"]) },
                .get("/v1/items/*/learners") { SimulatedAnswer(["here": .text($0.component(2))]) },
                .on(.post, "/v1/items") { _ in SimulatedAnswer(["here": "new"], status: 201) },
                .on(.post, "/v1/token", isOpen: true) { _ in SimulatedAnswer(["here": "open"]) },
                .get("/v1/broken") { _ throws(SimulatedRefusal) in
                    throw SimulatedRefusal(429, "too fast", headers: ["Retry-After": "2"])
                },
            ])
    }

    @Test(
        "A request is answered by the route of its method and path, or refused with the reason",
        arguments: [
            ("GET", "/v1/items?limit=2", 200, #"{"here":"all"}"#),
            ("POST", "/v1/items", 201, #"{"here":"new"}"#),
            ("GET", "/v1/items/a%2Fb/learners", 200, #"{"here":"a/b"}"#),
            ("GET", "/v1/items//learners", 404, #"{"message":"there is no /v1/items//learners"}"#),
            ("GET", "/v1/items/", 404, #"{"message":"there is no /v1/items/"}"#),
            ("GET", "/v2/items", 404, #"{"message":"there is no /v2/items"}"#),
            ("PUT", "/v1/items", 405, #"{"message":"/v1/items takes GET and POST"}"#),
            ("GET", "/v1/broken", 429, #"{"message":"too fast"}"#),
        ])
    func answers(method: String, target: String, status: Int, text: String) async {
        let answer = await Self.routes().answer(
            SimulatedRequest(method, target: target, headers: ["authorization": "Bearer k"]))
        #expect(answer.status == status)
        #expect(answer.text == text)
        #expect(answer.headers == (status == 429 ? ["Retry-After": "2"] : [:]))
    }

    @Test(
        "Who has no access is refused, except where none is needed",
        arguments: [
            ("authorization", "Bearer k", SimulatedAccess.bearer("k"), true),
            ("authorization", "Bearer K", .bearer("k"), false),
            ("authorization", "k", .bearer("k"), false),
            ("x-api-key", "k", .header("X-Api-Key", key: "k"), true),
            ("x-api-key", "", .header("X-Api-Key", key: "k"), false),
            ("authorization", "Bearer k", .header("X-Api-Key", key: "k"), false),
            ("authorization", "Bearer k", .tokens(SimulatedTokens(id: "i", secret: "s")), false),
        ])
    func access(header: String, value: String, access: SimulatedAccess, isGiven: Bool) async {
        let routes = Self.routes(access)
        let answer = await routes.answer(
            SimulatedRequest("GET", target: "/v1/items", headers: [header: value]))
        #expect(answer.status == (isGiven ? 200 : 401))
        #expect(await routes.answer(SimulatedRequest("POST", target: "/v1/token")).status == 200)
    }

    @Test(
        "A key may do what it is allowed, and refusals are written as the service writes them",
        arguments: [
            ("all", "/v1/items", 200, #"{"here":"all"}"#),
            ("all", "/v1/reports", 200, #"{"here":"reports"}"#),
            ("some", "/v1/items", 200, #"{"here":"all"}"#),
            ("some", "/v1/reports", 403, #"{"error":"403 the key has no permission for reports"}"#),
            ("none", "/v1/items", 401, #"{"error":"401 the key is not known"}"#),
        ])
    func permissions(key: String, target: String, status: Int, text: String) async {
        let routes = SimulatedRoutes(
            .keys(in: "X-Api-Key", ["all": ["items", "reports"], "some": ["items"]]),
            [
                .get("/v1/items") { _ in SimulatedAnswer(["here": "all"]) },
                .get("/v1/reports", permission: "reports") { _ in SimulatedAnswer(["here": "reports"]) },
            ], refusal: { ["error": .text("\($0.status) \($0.message)")] })
        let answer = await routes.answer(
            SimulatedRequest("GET", target: target, headers: ["x-api-key": key]))
        #expect(answer.status == status)
        #expect(answer.text == text)
    }

    @Test("More requests than are answered in a time are refused, whatever they ask for")
    func limit() async {
        let routes = SimulatedRoutes(.bearer("k"), [], limit: SimulatedRateLimit(1, in: 3_600))
        #expect(await routes.answer(SimulatedRequest("GET", target: "/v1/items")).status == 404)
        let refused = await routes.answer(SimulatedRequest("GET", target: "/v1/items"))
        #expect(refused.status == 429)
        #expect(refused.headers == ["Retry-After": "3600"])
    }
}
