import ConnectorKit

/// Something that goes wrong on purpose, as the conformance suite asks for it: `empty@page2`.
struct Fault {
    enum Kind: String {
        /// A page without items and without a next one, though there are more.
        case empty
        /// An answer after a second.
        case slow
    }

    let kind: Kind
    /// From 1. The first request for this page is struck.
    let page: Int

    /// - Throws: ``SimulatorFailure/options(_:)`` for a fault it does not know.
    init(_ text: String) throws {
        let parts = text.split(separator: "@page", omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])), let page = Int(parts[1]) else {
            throw SimulatorFailure.options(
                "there is no fault \"\(text)\"; there are empty@page2 and slow@page2")
        }
        self.kind = kind
        self.page = page
    }
}
