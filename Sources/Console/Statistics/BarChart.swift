import ConnectorKit
import Host
import Model

/// A bar for each month, rendered on the server; the page shows the same numbers in a table.
struct BarChart {
    /// The size of the picture, in its units.
    private static let size = (width: 720.0, height: 220.0)
    private static let margin = (left: 48.0, bottom: 26.0, top: 10.0)
    private static let lines = 4

    let bars: [(label: String, value: Int)]

    /// The coordinates for the template.
    var record: JSONValue {
        let top = Self.roundUp(bars.map(\.value).max() ?? 0)
        let height = Self.size.height - Self.margin.bottom - Self.margin.top
        let step = (Self.size.width - Self.margin.left) / Double(max(1, bars.count))
        // Labels must not overlap.
        let every = max(1, Int((58 / step).rounded(.up)))
        let drawn = bars.enumerated().map { index, bar in
            let tall = height * Double(bar.value) / Double(top)
            let left = Self.margin.left + step * Double(index)
            return JSONValue.record([
                ("x", Self.text(left + step * 0.15)), ("y", Self.text(Self.margin.top + height - tall)),
                ("width", Self.text(step * 0.7)), ("height", Self.text(tall)),
                ("middle", Self.text(left + step / 2)),
                ("label", index % every == 0 ? .text(bar.label) : .null),
                ("month", .text(bar.label)), ("value", .integer(bar.value)),
            ])
        }
        let axis = (0...Self.lines).map { line in
            let value = top * line / Self.lines
            return JSONValue.record([
                ("y", Self.text(Self.margin.top + height * (1 - Double(line) / Double(Self.lines)))),
                ("value", .integer(value)),
            ])
        }
        return .record([
            ("bars", .list(drawn)), ("axis", .list(axis)), ("left", Self.text(Self.margin.left)),
            ("right", Self.text(Self.size.width)), ("bottom", Self.text(Self.size.height - 8)),
            ("viewBox", .text("0 0 \(Int(Self.size.width)) \(Int(Self.size.height))")),
        ])
    }

    /// The smallest height that four lines divide into round numbers.
    static func roundUp(_ value: Int) -> Int {
        var unit = 1
        while true {
            for factor in [4, 8, 12, 20, 32] where factor * unit >= value { return factor * unit }
            unit *= 10
        }
    }

    private static func text(_ number: Double) -> JSONValue {
        .text(String((number * 10).rounded() / 10))
    }
}
