import Foundation

/// An IPv4 or IPv6 address. An IPv6 address that is only another spelling of an IPv4 address is that one.
struct IPAddress: Sendable, Hashable {
    /// In network order: 4 or 16.
    let bytes: [UInt8]

    /// Reads four decimal parts, or an IPv6 address with or without brackets.
    init?(_ text: some StringProtocol) {
        var name = text[...]
        if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
        let isShort = !name.contains(":")
        var bytes = [UInt8](repeating: 0, count: isShort ? 4 : 16)
        guard inet_pton(isShort ? AF_INET : AF_INET6, String(name), &bytes) == 1 else { return nil }
        self.init(bytes)
    }

    /// Reads the address of a socket; nil if its family is another one.
    init?(_ address: UnsafePointer<sockaddr>) {
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            let bytes = UnsafeRawPointer(address).load(as: sockaddr_in.self).sin_addr
            self.init(withUnsafeBytes(of: bytes) { Array($0) })
        case AF_INET6:
            let bytes = UnsafeRawPointer(address).load(as: sockaddr_in6.self).sin6_addr
            self.init(withUnsafeBytes(of: bytes) { Array($0) })
        default: return nil
        }
    }

    private init(_ bytes: [UInt8]) {
        let isMapped =
            bytes.count == 16 && bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] & bytes[11] == 255
        self.bytes = isMapped ? Array(bytes[12...]) : bytes
    }

    /// The IPv4 address that packets to this IPv6 address reach: by NAT64 (RFC 6052), by 6to4 (RFC 3056), or
    /// written in the obsolete compatible form (RFC 4291).
    private var translated: IPAddress? {
        guard bytes.count == 16 else { return nil }
        if bytes.starts(with: [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]) {
            return IPAddress(Array(bytes[12...]))
        }
        if bytes.starts(with: [0x20, 0x02]) { return IPAddress(Array(bytes[2..<6])) }
        return bytes[..<12].allSatisfy { $0 == 0 } ? IPAddress(Array(bytes[12...])) : nil
    }

    /// This address, and the one that it is translated to.
    var meanings: [IPAddress] { [self] + [translated].compactMap(\.self) }

    /// Whether it leads to this machine, to the networks around it, or to several machines (rule L15).
    var isPrivate: Bool {
        meanings.contains { meaning in Self.privateRanges.contains { $0.contains(meaning) } }
    }

    /// IANA's special-purpose registries for IPv4 and IPv6, without what is only for documentation.
    private static let privateRanges = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",
        "::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001::/32", "fc00::/7", "fe80::/10", "fec0::/10",
        "ff00::/8",
    ].compactMap { AddressRange($0) }
}
