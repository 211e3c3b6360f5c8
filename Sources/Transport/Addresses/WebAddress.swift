import CCurl

/// An absolute URL, parsed by libcurl.
///
/// The URL that is checked must be the URL that is called. An address policy can be bypassed if two parsers
/// disagree about the host.
struct WebAddress: Sendable, Equatable {
    /// The whole URL, normalized, without fragment.
    let url: String
    let scheme: String
    /// In lower case and ASCII; an IPv6 address with its brackets.
    let host: String
    /// Nil if the URL names no port and the scheme has no default port.
    let port: Int?
    let path: String
    let hasUserInformation: Bool
    private let namesPort: Bool

    /// Returns nil if the text is not an absolute URL.
    init?(_ text: String) {
        self.init(parts: [text])
    }

    /// Returns the address of a `Location` header, absolute or relative to this one (RFC 9110, 10.2.2).
    func resolving(_ location: String) -> WebAddress? {
        WebAddress(parts: [url, location])
    }

    /// Whether both have the same scheme, host and port, so that credentials for one are valid for the other.
    func sharesOrigin(with other: WebAddress) -> Bool {
        scheme == other.scheme && host == other.host && port == other.port
    }

    /// Scheme and host, and the port if the URL names one. It may be shown for any URL.
    var origin: String {
        "\(scheme)://\(host)" + (namesPort ? port.map { ":\($0)" } ?? "" : "")
    }

    /// The address for messages, without the query, since a query may hold a secret.
    var label: String { origin + path }

    /// `HOST:PORT`, which tells the services of one machine apart.
    var authority: String { "\(host):\(port ?? 0)" }

    private init?(parts texts: [String]) {
        guard let parts = URLParts() else { return nil }
        for (index, text) in texts.enumerated() {
            guard parts.set(text, index == 0 ? 0 : CURLU_URLENCODE | CURLU_ALLOW_SPACE) else { return nil }
        }
        parts.removeFragment()
        // A host in other letters is looked up by its ASCII form (IDNA), which may be an address; so may what
        // is escaped in it. Both are undone while parsing, after the numbers of an address were read.
        if texts.contains(where: { text in text.utf8.contains { $0 >= 128 || $0 == UInt8(ascii: "%") } }) {
            guard let ascii = parts.ascii, parts.set(ascii) else { return nil }
        }
        guard let url = parts.read(CURLUPART_URL), let scheme = parts.read(CURLUPART_SCHEME),
            let host = parts.read(CURLUPART_HOST), !host.isEmpty
        else { return nil }
        self.url = url
        self.scheme = scheme.lowercased()
        self.host = host.lowercased()
        port = parts.read(CURLUPART_PORT, CURLU_DEFAULT_PORT).flatMap { Int($0) }
        namesPort = parts.read(CURLUPART_PORT, CURLU_NO_DEFAULT_PORT) != nil
        path = parts.read(CURLUPART_PATH) ?? "/"
        hasUserInformation = parts.read(CURLUPART_USER) != nil || parts.read(CURLUPART_PASSWORD) != nil
    }
}
