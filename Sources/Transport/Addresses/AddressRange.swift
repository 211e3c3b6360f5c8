/// The addresses that begin with the same bits, such as `10.0.0.0/8`.
struct AddressRange: Sendable, Hashable {
    private let base: IPAddress
    private let bits: Int

    /// Reads an address, alone or with the number of bits that count.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let base = parts.first.flatMap({ IPAddress($0) }) else { return nil }
        let longest = base.bytes.count * 8
        self.base = base
        guard parts.count == 2 else {
            bits = longest
            return
        }
        guard (1...3).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
            let bits = Int(parts[1]), bits <= longest
        else { return nil }
        self.bits = bits
    }

    func contains(_ address: IPAddress) -> Bool {
        guard address.bytes.count == base.bytes.count else { return false }
        let (whole, rest) = bits.quotientAndRemainder(dividingBy: 8)
        guard address.bytes[..<whole] == base.bytes[..<whole] else { return false }
        return rest == 0 || (address.bytes[whole] ^ base.bytes[whole]) >> (8 - rest) == 0
    }
}
