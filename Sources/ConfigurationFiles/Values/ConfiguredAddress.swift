import Foundation
import Transport

/// An address as a file names it.
enum ConfiguredAddress {
    /// What is wrong with an address, or nil if it can be called.
    ///
    /// - Parameter originOnly: whether scheme, host and port are all it may hold.
    static func problem(with text: String, originOnly: Bool = false) -> String? {
        if let problem = AddressPolicy.problem(with: text) { return problem }
        guard let parts = URLComponents(string: text, encodingInvalidCharacters: false),
            let host = parts.host, !host.isEmpty
        else { return "not an absolute URL; one such as https://www.example.com was expected" }
        if originOnly, !["", "/"].contains(parts.path) || parts.query != nil || parts.fragment != nil {
            return "scheme, host and port alone were expected, such as https://www.example.com"
        }
        return nil
    }

    /// The address without slashes at its end, so that paths can follow and equal ones compare equal.
    static func withoutTrailingSlash(_ text: String) -> String {
        var text = text[...]
        while text.hasSuffix("/") { text.removeLast() }
        return String(text)
    }

    /// The text with what stands between `://` and `@` as dots: it may be a password.
    static func maskingUserInfo(_ text: String) -> String {
        guard let scheme = text.range(of: "://") else { return text }
        let authority = text[scheme.upperBound...].prefix { !"/?#".contains($0) }
        guard let at = authority.lastIndex(of: "@") else { return text }
        return text[..<scheme.upperBound] + "••••" + text[at...]
    }
}
