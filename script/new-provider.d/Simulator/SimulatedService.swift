import ConnectorKit
import Foundation
import SimulatorSupport
import Synchronization

/// What the service would answer. It refuses what the real one would refuse, so that a mistake of the
/// provider cannot pass the tests.
final class SimulatedService: Sendable {
    //? oauth
    /// The one API client it knows.
    static let client = (id: "skeleton-client", secret: "skeleton-secret+42")
    //? else
    /// The one key it takes.
    static let key = "skeleton-key+42"
    //? end

    let items: Int
    let state: Mutex<State>

    struct State {
        var dice: FaultDice<PageFault>
        //? oauth
        /// The tokens that were issued.
        var tokens: Set<String> = []
        //? end
        //? stats
        var enrolments: [SimulatedEnrolment] = []
        //? end
        //? webhooks
        var webhooks: [SimulatedWebhook] = []
        /// How many webhooks were registered.
        var registered = 0
        //? !stats
        /// The numbers of items with another title.
        var revised: Set<Int> = []
        //? end
        //? end
    }

    init(items: Int, faults: [FaultRule<PageFault>] = []) {
        self.items = items
        state = Mutex(State(dice: FaultDice(faults, seed: 1)))
    }

    func answer(_ request: SimulatedRequest) async -> SimulatedAnswer {
        do throws(SimulatedRefusal) {
            switch request.path {
            //? oauth
            case "/v1/token": return try token(request)
            //? end
            case "/v1/items":
                try authorize(request, "GET")
                return try await items(request)
            //? stats
            case "/v1/enrolments":
                try authorize(request, "GET")
                return try await enrolments(request)
            //? end
            //? webhooks
            case "/v1/webhooks":
                try authorize(request, "GET", "POST")
                return try webhooks(request)
            case let path where path.hasPrefix("/v1/webhooks/"):
                try authorize(request, "DELETE")
                return try delete(String(path.dropFirst("/v1/webhooks/".count)))
            //? end
            default: throw SimulatedRefusal(404, "there is no \(request.path)")
            }
        } catch {
            return Self.answer(error)
        }
    }

    private func authorize(_ request: SimulatedRequest, _ methods: String...) throws(SimulatedRefusal) {
        guard methods.contains(request.method) else {
            throw SimulatedRefusal(405, "\(request.path) takes \(methods.joined(separator: " and "))")
        }
        //? oauth
        guard let token = request.bearerToken, state.withLock({ $0.tokens.contains(token) }) else {
            throw SimulatedRefusal(401, "the token is not known")
        }
        //? else
        guard request.bearerToken == Self.key else { throw SimulatedRefusal(401, "the key is not known") }
        //? end
    }

    private func items(_ request: SimulatedRequest) async throws(SimulatedRefusal) -> SimulatedAnswer {
        //? webhooks
        let query = try ListQuery(request, filters: ["ids"])
        let wanted = query["ids"].map { Set($0.split(separator: ",").map(String.init)) }
        let numbers = wanted.map { wanted in
            (1...max(items, 1)).filter { wanted.contains(Item(number: $0).id) }
        }
        //? !stats
        let revised = state.withLock(\.revised)
        //? end
        return try await page("items", query, count: numbers?.count ?? items) { row in
            //? stats
            Item(number: numbers?[row] ?? row + 1).value
            //? else
            let number = numbers?[row] ?? row + 1
            var item = Item(number: number)
            if revised.contains(number) { item.title? += ", revised" }
            return item.value
            //? end
        }
        //? else
        return try await page("items", try ListQuery(request), count: items) { Item(number: $0 + 1).value }
        //? end
    }

    func page(
        _ list: String, _ query: ListQuery, count: Int, row: (Int) -> JSONValue
    ) async throws(SimulatedRefusal) -> SimulatedAnswer {
        let rows = try query.rows(of: count)
        let fault = state.withLock { $0.dice.roll(page: rows.lowerBound / query.limit + 1) }
        return await fault.answer { isEmpty in
            let page = JSONObject([
                (list, .list(isEmpty ? [] : rows.map(row))),
                //? cursor
                ("next", isEmpty || rows.upperBound == count ? .null : .text("after-\(rows.upperBound)")),
                //? end
                ("total", .integer(count)),
            ])
            return SimulatedAnswer(.object(page))
        } refused: {
            Self.answer(SimulatedRefusal($0, "a fault on demand"))
        }
    }

    private static func answer(_ refusal: SimulatedRefusal) -> SimulatedAnswer {
        SimulatedAnswer(
            ["message": .text(refusal.message)], status: refusal.status, headers: refusal.headers)
    }
}
