import Foundation
import SimulatorSupport
import Synchronization

/// What the service would answer. It refuses what the real one would refuse, so that a mistake of the
/// provider cannot pass the tests.
final class SimulatedService: Sendable {
    /// The one key it takes.
    static let key = "skeleton-key+42"

    private let items: Int
    private let dice: Mutex<FaultDice<Fault>>

    init(items: Int, faults: [FaultRule<Fault>] = []) {
        self.items = items
        dice = Mutex(FaultDice(faults, seed: 1))
    }

    /// - Parameters:
    ///   - target: path and query.
    ///   - authorization: the header field of that name.
    func answer(_ method: String, _ target: String, authorization: String?) async throws -> Answer {
        guard let url = URLComponents(string: target), url.path == "/v1/items" else {
            return .refusal(404, "there is /v1/items")
        }
        guard method == "GET" else { return .refusal(405, "/v1/items takes GET") }
        guard authorization == "Bearer \(Self.key)" else { return .refusal(401, "the key is not known") }
        do {
            let query = try ListingQuery(url.queryItems ?? [], items: items)
            let fault = dice.withLock { $0.roll(page: query.start / query.limit + 1) }
            if fault == .slow { try await Task.sleep(for: .seconds(1)) }
            return try .page(query, of: items, isEmpty: fault == .empty)
        } catch let refusal as Refusal {
            return .refusal(400, refusal.message)
        }
    }
}

/// The parameters of a request for a page.
struct ListingQuery {
    var limit = 20
    /// How many items come before the page.
    var start = 0

    /// - Throws: ``Refusal``.
    init(_ parameters: [URLQueryItem], items: Int) throws {
        guard Set(parameters.map(\.name)).count == parameters.count else {
            throw Refusal(message: "a parameter is there twice")
        }
        for parameter in parameters {
            let value = parameter.value ?? ""
            switch parameter.name {
            case "limit":
                guard let limit = Int(value), 1...50 ~= limit else {
                    throw Refusal(message: "limit is from 1 to 50")
                }
                self.limit = limit
            case "cursor":
                guard let place = Int(value.dropFirst(6)), 1..<items ~= place, value == "after-\(place)"
                else {
                    throw Refusal(message: "the cursor is not known")
                }
                start = place
            default: throw Refusal(message: "there are the parameters limit and cursor")
            }
        }
    }
}

/// Why a request is refused.
struct Refusal: Error {
    let message: String
}
