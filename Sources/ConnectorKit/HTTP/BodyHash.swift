/// A 64-bit hash of many bytes, to detect whether they changed. It does not depend on how the bytes are
/// split, nor on the machine.
///
/// It uses four lanes of multiply and rotate over 32 bytes at a time. It does not resist deliberate
/// collisions: a sender who makes one only hides its own changes.
public struct BodyHash: Sendable {
    private static let odd: UInt64 = 0x9E37_79B9_7F4A_7C15
    private var lanes: (UInt64, UInt64, UInt64, UInt64) = (
        0, 0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB, 0x8EBC_6AF0_9C88_C6E3
    )
    private var count = 0
    /// Bytes that do not fill a block yet.
    private var rest: [UInt8] = []

    public init() {}

    public init(_ bytes: UnsafeRawBufferPointer) {
        add(bytes)
    }

    public mutating func add(_ bytes: UnsafeRawBufferPointer) {
        count += bytes.count
        var bytes = bytes
        if !rest.isEmpty {
            let missing = min(32 - rest.count, bytes.count)
            rest.append(contentsOf: bytes[..<missing])
            bytes = UnsafeRawBufferPointer(rebasing: bytes[missing...])
            guard rest.count == 32 else { return }
            rest.withUnsafeBytes { addBlocks($0) }
            rest.removeAll(keepingCapacity: true)
        }
        addBlocks(bytes)
        rest.append(contentsOf: bytes[(bytes.count & ~31)...])
    }

    /// The hash of all bytes added so far.
    public var value: UInt64 {
        let (one, two, three, four) = lanes
        var value = rest.reduce(UInt64(count)) { Self.step($0, UInt64($1)) }
        for lane in [one, two, three, four] { value = Self.step(value, lane) }
        return value ^ value >> 32
    }

    private mutating func addBlocks(_ bytes: UnsafeRawBufferPointer) {
        var (one, two, three, four) = lanes
        var offset = 0
        let end = bytes.count & ~31
        while offset < end {
            one = Self.step(one, bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            two = Self.step(two, bytes.loadUnaligned(fromByteOffset: offset &+ 8, as: UInt64.self))
            three = Self.step(three, bytes.loadUnaligned(fromByteOffset: offset &+ 16, as: UInt64.self))
            four = Self.step(four, bytes.loadUnaligned(fromByteOffset: offset &+ 24, as: UInt64.self))
            offset &+= 32
        }
        lanes = (one, two, three, four)
    }

    @inline(__always)
    private static func step(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        let mixed = (lane ^ UInt64(littleEndian: word)) &* odd
        return (mixed << 29) | (mixed >> 35)
    }
}
