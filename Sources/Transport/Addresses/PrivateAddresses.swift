/// Which private addresses may be called (rule L15): those that a file names literally, and what the host's file
/// opens besides. Public addresses always may.
///
/// A name is judged by the address that is connected to, so that it cannot mean another one by then.
package struct PrivateAddresses: Sendable, Equatable {
    /// Every address may be called, for simulators and tests.
    package static let unrestricted = PrivateAddresses(isUnrestricted: true)

    private var isUnrestricted = false
    private var hosts: Set<String> = []
    private var ranges: [AddressRange] = []
    /// Host and port of the private addresses that stand in a file.
    private var named: Set<String> = []

    /// None may be called.
    package init() {}

    private init(isUnrestricted: Bool) { self.isUnrestricted = isUnrestricted }

    /// Opens a host name, an address, or a range of addresses such as `10.0.0.0/8`.
    ///
    /// - Returns: False if the text is none of them.
    package mutating func open(_ text: String) -> Bool {
        if let range = AddressRange(text) {
            ranges.append(range)
            return true
        }
        guard !text.contains(where: { "/:@?#[]*".contains($0) || $0.isWhitespace }),
            let host = WebAddress("https://\(text)/")?.host
        else { return false }
        if let range = AddressRange(host) { ranges.append(range) } else { hosts.insert(Self.name(host)) }
        return true
    }

    /// The same, and the private ones among these URLs, each with its port.
    package func naming(_ urls: [String]) -> PrivateAddresses {
        var copy = self
        for address in urls.compactMap({ WebAddress($0) }) where Self.isLiteral(address.host) {
            copy.named.insert(address.authority)
        }
        return copy
    }

    /// Whether a URL leads to a private address by its spelling alone, and nothing opens it.
    package func refuses(_ url: String) -> Bool {
        WebAddress(url).map { refuses($0) } ?? false
    }

    func refuses(_ address: WebAddress) -> Bool {
        guard !isUnrestricted, Self.isLiteral(address.host) else { return false }
        return !isOpen(address) && !(IPAddress(Self.name(address.host)).map(isOpen) ?? false)
    }

    /// What is said of an address that may not be called. It is the same whatever is there.
    static func problem(with address: WebAddress) -> String {
        "\(address.host) leads to this machine or to a private network; "
            + "`network: private` in the host's file opens such addresses"
    }

    /// Whether a connection to this address may be made for a URL.
    func allows(_ ip: IPAddress, for address: WebAddress) -> Bool {
        isUnrestricted || !ip.isPrivate || isOpen(address) || isOpen(ip)
    }

    private func isOpen(_ address: WebAddress) -> Bool {
        named.contains(address.authority) || hosts.contains(Self.name(address.host))
    }

    private func isOpen(_ ip: IPAddress) -> Bool {
        ranges.contains { range in ip.meanings.contains { range.contains($0) } }
    }

    /// Whether a host of a URL is private without asking anybody: an address, or a name of this machine
    /// (RFC 6761, 6.3).
    private static func isLiteral(_ host: String) -> Bool {
        let name = name(host)
        if name == "localhost" || name.hasSuffix(".localhost") { return true }
        return IPAddress(name)?.isPrivate ?? false
    }

    /// A host without the dot of the root. libcurl reads the numbers of `127.1.` only without it.
    private static func name(_ host: String) -> String {
        guard host.hasSuffix(".") else { return host }
        let bare = String(host.dropLast())
        return WebAddress("https://\(bare)/")?.host ?? bare
    }
}
