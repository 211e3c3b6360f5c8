/// Numbers that look random and are the same for the same seed (SplitMix64).
///
/// Simulators and tests draw everything from it that they make up, so that a failing case can be repeated.
/// It is here because this is the one module that all of them import.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    /// A generator for one position of a sequence, such as the position of an item.
    ///
    /// - Parameters:
    ///   - position: each position has its own numbers.
    ///   - stream: keeps the numbers drawn for one purpose apart from those drawn for another.
    package init(seed: UInt64, _ position: Int, stream: UInt64 = 0) {
        state = seed &* 0xD129_0D3F_5A1C_9E37 ^ UInt64(bitPattern: Int64(position)) &* 0x9E37_79B9_7F4A_7C15
        state ^= stream &* 0xA076_1D64_78BD_642F
        _ = next()
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, but not including, `bound`, which must be positive.
    package mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    package mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &self) }

    /// A number from 0 up to, but not including, 1.
    package mutating func fraction() -> Double { Double(next() >> 11) / Double(1 << 53) }

    /// True in `percent` of a hundred cases.
    package mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    /// An element of a table, which must not be empty.
    package mutating func pick<Element>(_ table: [Element]) -> Element { table[below(table.count)] }

    /// An element of a table, as often as its weight says.
    package mutating func weighted<Element>(_ table: [(Element, Int)]) -> Element {
        var rest = below(table.reduce(0) { $0 + $1.1 })
        for (element, weight) in table {
            rest -= weight
            if rest < 0 { return element }
        }
        return table[table.count - 1].0
    }
}
