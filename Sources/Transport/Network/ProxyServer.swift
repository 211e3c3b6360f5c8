import CCurl
import ConnectorKit

/// A proxy, by the URL that curl takes for one.
package struct ProxyServer: Sendable, Equatable {
    /// The URL with user and password.
    let url: Secret
    /// Scheme, host and port, for messages.
    package let shown: String
    let scheme: String
    let hasCredentials: Bool
    /// What names it, for messages: `network: proxy`, or an environment variable.
    package let source: String

    /// The schemes that curl knows; without one the proxy is an HTTP proxy.
    package static let schemes = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"]

    /// Returns nil if the text is no proxy's address.
    package init?(_ text: String, source: String) {
        let whole = text.contains("://") ? text : "http://\(text)"
        guard !text.contains(where: \.isWhitespace), let parts = URLParts(), parts.set(whole),
            let scheme = parts.read(CURLUPART_SCHEME)?.lowercased(), Self.schemes.contains(scheme),
            let host = parts.read(CURLUPART_HOST), !host.isEmpty
        else { return nil }
        // As curl: 1080 unless the proxy is an https one.
        let port = parts.read(CURLUPART_PORT) ?? (scheme == "https" ? "443" : "1080")
        self.scheme = scheme
        shown = "\(scheme)://\(host):\(port)"
        url = Secret(whole)
        hasCredentials = parts.read(CURLUPART_USER) != nil
        self.source = source
    }
}
