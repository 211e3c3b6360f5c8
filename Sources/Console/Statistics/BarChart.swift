import ConnectorKit
import Host
import Model

/// A bar for each month, rendered on the server; the page shows the same numbers in a table.
struct BarChart {
    /// The width that a chart is drawn for; text keeps its size, so a narrow one has fewer bars.
    struct Size {
        let name: String
        let width: Double
        let bars: Int

        static let wide = Size(name: "wide-chart", width: 720, bars: 36)
        static let narrow = Size(name: "narrow-chart", width: 340, bars: 12)
    }

    /// In units of the picture.
    private static let height = 220.0
    private static let margin = (left: 48.0, right: 24.0, bottom: 26.0, top: 18.0)
    private static let lines = 4
    /// The width of a label.
    private static let label = 72.0

    let bars: [(label: String, value: Int)]
    /// The label of the bar that is still growing.
    var unfinished: String?

    var hasUnfinished: Bool { bars.last.map { $0.label == unfinished } ?? false }

    /// The coordinates for the template.
    func record(_ size: Size) -> JSONValue {
        let bars = self.bars.suffix(size.bars)
        let top = Self.roundUp(bars.map(\.value).max() ?? 0)
        let height = Self.height - Self.margin.bottom - Self.margin.top
        let step = (size.width - Self.margin.left - Self.margin.right) / Double(max(1, bars.count))
        // Labels must not overlap.
        let every = max(1, Int((Self.label / step).rounded(.up)))
        let drawn = bars.enumerated().map { index, bar in
            let tall = height * Double(bar.value) / Double(top)
            let left = Self.margin.left + step * Double(index)
            return JSONValue.record([
                ("x", Self.text(left + step * 0.15)), ("y", Self.text(Self.margin.top + height - tall)),
                ("width", Self.text(step * 0.7)), ("height", Self.text(tall)),
                ("middle", Self.text(left + step / 2)),
                ("above", Self.text(Self.margin.top + height - tall - 5)),
                ("label", (bars.count - 1 - index) % every == 0 ? .text(bar.label) : .null),
                ("month", .text(bar.label)), ("value", .integer(bar.value)),
                ("isUnfinished", .boolean(bar.label == unfinished)),
                ("column", Self.text(left)), ("step", Self.text(step)),
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
            ("size", .text(size.name)), ("bars", .list(drawn)), ("axis", .list(axis)),
            ("left", Self.text(Self.margin.left)), ("right", Self.text(size.width)),
            ("bottom", Self.text(Self.height - 8)), ("tall", Self.text(Self.height)),
            ("viewBox", .text("0 0 \(Int(size.width)) \(Int(Self.height))")),
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
