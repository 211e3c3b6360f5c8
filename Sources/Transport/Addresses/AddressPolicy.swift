/// Decides which addresses may be called: https, and plain http only to this machine (rule L1).
package enum AddressPolicy {
    /// Returns what is wrong with an address and what would be right, or nil if it may be called.
    ///
    /// The message shows only the scheme, host and port of the URL, since a query or a user name may be a
    /// secret.
    package static func problem(with url: String) -> String? {
        guard let address = WebAddress(url) else {
            return "not an absolute URL; one such as https://api.example.com was expected"
        }
        return problem(with: address)
    }

    static func problem(with address: WebAddress) -> String? {
        guard !address.hasUserInformation else {
            return "the URL holds a user name or a password; credentials belong in settings of their own"
        }
        switch address.scheme {
        case "https": return nil
        case "http" where isLoopback(address.host): return nil
        case "http":
            return "\(address.origin) is plain http to another machine; use https "
                + "(plain http is only for localhost, 127.0.0.0/8 and [::1])"
        default: return "the scheme \(address.scheme) is not supported; use https"
        }
    }

    /// Whether a URL points to this machine.
    static func isLocal(_ url: String) -> Bool { WebAddress(url).map { isLoopback($0.host) } ?? false }

    /// libcurl always resolves `localhost` to this machine. Its parser also converts every numeric spelling
    /// of an IPv4 address to four decimal parts.
    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
