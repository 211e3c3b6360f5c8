import ConnectorKit
import Foundation

/// A webhook as Go1 lists it (rule G12). Go1 returns its secret, which must not appear in a
/// message.
struct Registration {
    let id: String
    let url: String
    let isActive: Bool
    let eventTypes: Set<String>
    private let secret: Secret?

    /// The events that courses and attempts depend on. There is none for progress (rule W13). Deleted
    /// enrolments are not requested, since they leave their attempts (our decision).
    static let wanted: Set<String> = [
        "enrollment.create", "enrollment.complete", "content.decommission", "content.decommission.pending",
        "content.library.add", "content.library.remove", "content.library.update",
        "content.library.decommission",
    ]

    static let paths = JSONPaths(["id", "url", "status", "secret_key", "event_types[]"])

    /// Returns nil if it has no id or no address.
    init?(_ row: SourceDocument) {
        func text(_ slot: Int) -> String? {
            switch row.values[slot].first {
            case .text(let text)?, .number(let text)?: text
            default: nil
            }
        }
        guard let id = text(0), let url = text(1) else { return nil }
        self.id = id
        self.url = url
        isActive = text(2) == "active"
        secret = text(3).map { Secret($0) }
        eventTypes = Set(
            row.values[4].compactMap { value in
                if case .text(let type) = value { type } else { nil }
            })
    }

    /// Whether the registration needs no change for this secret.
    func isCurrent(for secret: Secret) -> Bool {
        isActive && self.secret == secret && eventTypes.isSuperset(of: Self.wanted)
    }
}

/// The body of a request that creates or changes a registration.
struct RegistrationChange: Encodable {
    var name: String?
    var url: String?
    var secret_key: String?
    var event_types: [String]?
    var status: String?

    func body() throws(Failure) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { throw .fatal("a request cannot be written") }
        return Array(data)
    }
}
