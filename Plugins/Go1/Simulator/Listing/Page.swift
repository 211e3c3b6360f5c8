import SimulatorSupport
import ConnectorKit

/// A page of a listing, before it is written.
struct Page: Sendable {
    let listing: Listing
    let start: Int
    let limit: Int
    let fragments: [String]
    /// The members after the items: facets, applied filters, cursor.
    var trailer: [JSONObject.Member] = []
    /// Whether the items are omitted, for the fault `empty`.
    var isEmpty = false

    /// Identifies the bytes before the trailer.
    var key: String {
        "\(listing.generation) \(listing.library.revision) \(listing.key) \(start) \(limit) \(fragments)"
    }

    /// Returns `{"total":…,"hits":[…]` without the trailer.
    func head() -> [UInt8] {
        var writer = JSONWriter(escapesSlashes: listing.generation == .v2, capacity: limit * 2_400)
        writer.raw("{\"total\":\(listing.total),\"hits\":[")
        if !isEmpty {
            for (index, item) in listing.items(from: start, count: limit).enumerated() {
                if index > 0 { writer.raw(",") }
                writer.write(value(item))
            }
        }
        writer.raw("]")
        return writer.bytes
    }

    /// Returns the bytes after ``head()``.
    func tail() -> [UInt8] {
        var writer = JSONWriter(escapesSlashes: listing.generation == .v2)
        for member in trailer {
            writer.raw(",")
            writer.write(.text(member.name))
            writer.raw(":")
            writer.write(member.value)
        }
        writer.raw("}")
        return writer.bytes
    }

    private func value(_ item: PortalItem) -> JSONValue {
        switch listing.generation {
        case .v2: V2Object.value(item)
        case .gateway: GatewayObject.value(item, fragments: fragments)
        }
    }
}
