import ConnectorKit

extension ConformanceCase {
    static let noDuplicates = ConformanceCase(
        "no-duplicates", of: .catalog,
        guarantee: "No item comes twice in one listing.",
        method: "The ids of all items of a listing are compared, and so are those of a second listing."
    ) { trial in
        try await trial.bench { bench in
            let ids = try await bench.listing().items.map(\.id)
            let repeated = Dictionary(grouping: ids) { $0 }.filter { $1.count > 1 }.keys.sorted()
            try require(
                repeated.isEmpty,
                "\(repeated.count) items came more than once (\(repeated.prefix(3).joined(separator: ", ")))")
            let again = try await bench.listing().items.map(\.id)
            try require(
                Set(ids) == Set(again),
                "a second listing had \(Set(ids).symmetricDifference(again).count) other items than the first"
            )
            return "\(ids.count) ids"
        }
    }
}
