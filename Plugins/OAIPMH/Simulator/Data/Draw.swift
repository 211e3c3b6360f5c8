/// Numbers that look random and are the same for the same seed and position (SplitMix64).
struct Draw: Sendable {
    private var state: UInt64

    init(seed: UInt64, _ position: Int, stream: UInt64 = 0) {
        state = seed &* 0xD129_0D3F_5A1C_9E37 ^ UInt64(bitPattern: Int64(position)) &* 0x9E37_79B9_7F4A_7C15
        state ^= stream &* 0xA076_1D64_78BD_642F
        _ = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// 0 up to, and without, `bound`, which is more than 0.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// 0 up to, and without, 1.
    mutating func fraction() -> Double { Double(next() >> 11) / Double(1 << 53) }

    /// An element of a table, which is not empty.
    mutating func pick<Element>(_ table: [Element]) -> Element { table[below(table.count)] }
}
