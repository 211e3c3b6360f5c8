/// The hosts that are reached without the proxy, as curl 7.88 reads `NO_PROXY`.
///
/// A name also stands for the names below it, with or without a dot before it. An address is compared with
/// addresses and ranges, and never looked up. `*`, alone, is every host. Ports are not compared.
package struct ProxyExceptions: Sendable, Equatable {
    private var everything = false
    private var names: [String] = []
    private var ranges: [AddressRange] = []

    package init() {}

    /// Reads a list with commas or blanks between its items; what is none of the forms is passed over.
    package init(_ list: String) {
        everything = list == "*"
        for item in list.split(whereSeparator: { $0 == "," || $0 == " " || $0 == "\t" }) { add(item) }
    }

    /// - Returns: False if the text is no host, address or range.
    @discardableResult
    package mutating func add(_ text: some StringProtocol) -> Bool {
        if let range = AddressRange(text) {
            ranges.append(range)
            return true
        }
        var name = text.lowercased()
        if name.hasSuffix(".") { name.removeLast() }
        if name.hasPrefix(".") { name.removeFirst() }
        guard !name.isEmpty,
            !name.contains(where: { "/:@?#[]*,".contains($0) || $0.isWhitespace })
        else { return false }
        names.append(name)
        return true
    }

    /// Excepts every host.
    package mutating func addEverything() { everything = true }

    /// - Parameter host: As ``WebAddress/host``.
    func contain(_ host: String) -> Bool {
        if everything { return true }
        if let address = IPAddress(host) { return ranges.contains { $0.contains(address) } }
        let host = host.hasSuffix(".") ? String(host.dropLast()) : host
        return names.contains { host == $0 || host.hasSuffix(".\($0)") }
    }
}
