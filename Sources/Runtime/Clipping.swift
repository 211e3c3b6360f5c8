package import ConnectorKit

extension String {
    /// The longest message that is kept or shown (our decision): a page of text.
    static let longestMessage = 2_000

    /// The beginning of a message that is longer than any is meant to be.
    package var clipped: String {
        guard utf8.count > Self.longestMessage else { return self }
        return String(decoding: utf8.prefix(Self.longestMessage), as: UTF8.self) + "…"
    }
}

extension RefusedItem {
    /// The item with a reason that fits a record.
    package var clipped: RefusedItem { RefusedItem(id: id, reason: reason.clipped) }
}
