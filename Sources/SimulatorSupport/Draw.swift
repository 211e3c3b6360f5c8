/// Numbers that look random and are the same for the same seed and position (SplitMix64).
///
/// A simulator draws with it whatever it makes up, so that a test meets the same data and faults again.
package struct Draw: Sendable {
    private var state: UInt64

    /// - Parameters:
    ///   - position: such as the position of an item; each has numbers of its own.
    ///   - stream: keeps what is drawn for one purpose apart from what is drawn for another.
    package init(seed: UInt64, _ position: Int, stream: UInt64 = 0) {
        state = seed &* 0xD129_0D3F_5A1C_9E37 ^ UInt64(bitPattern: Int64(position)) &* 0x9E37_79B9_7F4A_7C15
        state ^= stream &* 0xA076_1D64_78BD_642F
        _ = next()
    }

    /// Any number.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// 0 up to, and without, `bound`, which is more than 0.
    package mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// 0 up to, and without, 1.
    package mutating func fraction() -> Double { Double(next() >> 11) / Double(1 << 53) }

    /// True in so many of a hundred cases.
    package mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    /// An element of a table, which is not empty.
    package mutating func pick<Element>(_ table: [Element]) -> Element { table[below(table.count)] }

    /// One of the table's values, as often as their weights say.
    package mutating func weighted<Element>(_ table: [(Element, Int)]) -> Element {
        var rest = below(table.reduce(0) { $0 + $1.1 })
        for (element, weight) in table {
            rest -= weight
            if rest < 0 { return element }
        }
        return table[table.count - 1].0
    }
}
