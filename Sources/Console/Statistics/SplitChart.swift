import ConnectorKit
import Host
import Model

/// A bar that is split in proportion, rendered on the server, with a legend in text.
struct SplitChart {
    private static let width = 720.0

    let parts: [(label: String, value: Int)]

    var record: JSONValue {
        let total = parts.map(\.value).reduce(0, +)
        var left = 0.0
        let drawn = parts.enumerated().map { index, part in
            let share = total == 0 ? 0 : Double(part.value) / Double(total)
            defer { left += share * Self.width }
            return JSONValue.record([
                ("x", .text(String((left * 10).rounded() / 10))),
                ("width", .text(String((share * Self.width * 10).rounded() / 10))),
                ("part", .text("part-\(index)")), ("label", .text(part.label)),
                ("value", .integer(part.value)), ("share", .integer(Int((share * 100).rounded()))),
            ])
        }
        return .record([("parts", .list(drawn))])
    }
}
