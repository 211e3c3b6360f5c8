/// A 64-bit hash of values, the same in every process and on every machine.
///
/// Each step takes eight bytes, little-endian: exclusive or, a multiplication by an odd constant, and a fold
/// of the upper half into the lower. Each step is a bijection, so two values that differ in one step only
/// never share a digest. The hash detects changes; it does not resist deliberate collisions.
struct JSONDigest {
    private(set) var state: UInt64

    init(seed: UInt64) { state = Self.scrambled(seed &+ 0x9E37_79B9_7F4A_7C15) }

    @inline(__always)
    mutating func add(_ word: UInt64) {
        state = (state ^ word) &* 0xD6E8_FEB8_6659_FD93
        state ^= state &>> 32
    }

    /// Adds bytes and their count, so that concatenated values stay distinct.
    @inline(__always)
    mutating func add(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
        add(UInt64(range.count))
        var index = range.lowerBound
        while index < range.upperBound {
            add(Self.word(bytes, at: index, end: range.upperBound))
            index &+= 8
        }
    }

    /// The digest of everything added so far.
    var value: UInt64 { Self.scrambled(state) }

    /// Returns the eight bytes at an index, padded with zeros from `end`.
    @inline(__always)
    static func word(_ bytes: UnsafeRawBufferPointer, at index: Int, end: Int) -> UInt64 {
        let wanted = end &- index
        if wanted >= 8 {
            return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        }
        guard wanted > 0 else { return 0 }
        if index &+ 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            return word & (UInt64.max &>> UInt64(64 &- wanted &* 8))
        }
        return (0..<wanted).reduce(0) { $0 | UInt64(bytes[index &+ $1]) &<< UInt64($1 &* 8) }
    }

    /// Spreads every bit over the whole word. The mapping is one to one.
    private static func scrambled(_ word: UInt64) -> UInt64 {
        var word = word
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
