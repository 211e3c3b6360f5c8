import CCurl

/// An absolute URL, parsed by libcurl.
///
/// The URL that is checked must be the URL that is called. An address policy can be bypassed if two parsers
/// disagree about the host.
struct WebAddress: Sendable, Equatable {
    /// The whole URL, normalized, without fragment.
    let url: String
    let scheme: String
    /// In lower case; an IPv6 address with its brackets.
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

    private init?(parts: [String]) {
        guard let handle = curl_url() else { return nil }
        defer { curl_url_cleanup(handle) }
        for (index, part) in parts.enumerated() {
            guard !part.utf8.contains(0) else { return nil }
            let flags = CURLU_NON_SUPPORT_SCHEME | (index == 0 ? 0 : CURLU_URLENCODE | CURLU_ALLOW_SPACE)
            guard curl_url_set(handle, CURLUPART_URL, part, UInt32(flags)) == CURLUE_OK else { return nil }
        }
        func read(_ part: CURLUPart, _ flags: Int32 = 0) -> String? {
            var text: UnsafeMutablePointer<CChar>?
            guard curl_url_get(handle, part, &text, UInt32(flags)) == CURLUE_OK, let text else { return nil }
            defer { curl_free(text) }
            return String(cString: text)
        }
        guard curl_url_set(handle, CURLUPART_FRAGMENT, nil, 0) == CURLUE_OK,
            let url = read(CURLUPART_URL), let scheme = read(CURLUPART_SCHEME),
            let host = read(CURLUPART_HOST), !host.isEmpty
        else { return nil }
        self.url = url
        self.scheme = scheme.lowercased()
        self.host = host.lowercased()
        port = read(CURLUPART_PORT, CURLU_DEFAULT_PORT).flatMap { Int($0) }
        namesPort = read(CURLUPART_PORT, CURLU_NO_DEFAULT_PORT) != nil
        path = read(CURLUPART_PATH) ?? "/"
        hasUserInformation = read(CURLUPART_USER) != nil || read(CURLUPART_PASSWORD) != nil
    }
}
