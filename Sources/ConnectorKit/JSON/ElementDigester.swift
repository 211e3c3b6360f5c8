/// Digests the values at each path separately, so that the order of members does not matter.
struct ElementDigester: JSONValueConsumer {
    private let version: UInt64
    private let identitySlots: Range<Int>
    private let kindSlots: Range<Int>
    private let blank: [JSONDigest]
    private var digests: [JSONDigest]
    /// The first value at each of these slots, those of the identity first.
    private var firsts: [JSONToken?]

    init(slots: Int, identity: Range<Int>, kind: Range<Int>, version: UInt64) {
        self.version = version
        identitySlots = identity
        kindSlots = kind
        blank = (0..<slots).map { JSONDigest(seed: UInt64($0)) }
        digests = blank
        firsts = Array(repeating: nil, count: identity.count + kind.count)
    }

    /// Prepares for the next element.
    mutating func begin() {
        for slot in digests.indices { digests[slot] = blank[slot] }
        for index in firsts.indices { firsts[index] = nil }
    }

    mutating func consume(_ token: JSONToken, slot: Int, from scanner: borrowing JSONScanner) {
        digests[slot].add(UInt64(token.kind.rawValue))
        switch token.kind {
        case .text where token.escaped:
            scanner.unescaped(token).withUnsafeBytes { digests[slot].add($0, $0.indices) }
        case .text, .number:
            digests[slot].add(scanner.bytes, token.range)
        case .true, .false, .null, .object, .list:
            break
        }
        guard token.kind != .null else { return }
        if identitySlots.contains(slot) { note(token, at: slot - identitySlots.lowerBound) }
        if kindSlots.contains(slot) { note(token, at: identitySlots.count + slot - kindSlots.lowerBound) }
    }

    private mutating func note(_ token: JSONToken, at index: Int) {
        if firsts[index] == nil { firsts[index] = token }
    }

    /// The first value other than null at the paths of the identity, like ``FieldInput/first``.
    var identity: JSONToken? {
        firsts.prefix(identitySlots.count).lazy.compactMap { $0 }.first
    }

    /// The first value other than null at the paths of the kind.
    var kind: JSONToken? {
        firsts.suffix(kindSlots.count).lazy.compactMap { $0 }.first
    }

    /// The digest of the element since ``begin()``.
    var digest: UInt64 {
        var whole = JSONDigest(seed: version)
        for digest in digests { whole.add(digest.value) }
        return whole.value
    }
}
