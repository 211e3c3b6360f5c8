/// The number of a row, by what the row holds. Ascending in the order in which rows were added.
package struct RowID<Entity>: Sendable, Hashable {
    let row: Int64

    package init(_ number: Int64) { row = number }

    package var number: Int64 { row }
}

/// How a piece of work in a queue stands.
package enum QueueState: Int, Sendable {
    /// Waits for its turn, or for another try.
    case pending = 0
    case done = 1
    /// Given up after a number of tries; a person may have it tried again.
    case setAside = 2

    /// The name in records.
    package var name: String {
        switch self {
        case .pending: "pending"
        case .done: "done"
        case .setAside: "set_aside"
        }
    }
}
