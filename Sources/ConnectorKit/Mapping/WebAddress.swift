import Foundation

/// Addresses that learners' browsers open, repaired if only their spelling is wrong (rule M11).
public enum WebAddress {
    /// Returns an absolute http(s) URL of ASCII characters, or nil if the text does not lead to one.
    ///
    /// What must be escaped is escaped, and what is escaped stays as it is. International hosts are written in
    /// Punycode. `www.` gets `https://`. A DOI, a handle (`hdl:`) and a national bibliography number
    /// (`urn:nbn:`) become the address at their public resolver. A correct address is returned unchanged.
    public static func repaired(_ text: String) -> String? {
        if isCorrect(text) { return text }
        let text = String(String.UnicodeScalarView(text.unicodeScalars.filter { !isControl($0) })).trimmed
        let lower = text.lowercased()
        for scheme in ["https://", "http://"] where lower.hasPrefix(scheme) {
            return absolute(text.prefix(scheme.count), text.dropFirst(scheme.count))
        }
        guard lower.hasPrefix("www."),
            lower.utf8.dropFirst(4).first.map({ $0 >= 0x80 || isLetterOrDigit($0) }) ?? false
        else { return resolved(text, lower) }
        return absolute("https://", text[...])
    }

    /// Whether a text is an address as most are: of a host by name, with nothing to escape. Others may be correct too.
    private static func isCorrect(_ text: String) -> Bool {
        guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return false }
        var rest = text.utf8.dropFirst(scheme.utf8.count)
        let host = rest.prefix { isLetterOrDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
        guard let first = host.first, isLetterOrDigit(first) else { return false }
        rest = rest[host.endIndex...]
        guard rest.first.map({ $0 == UInt8(ascii: "/") }) ?? true else { return false }
        return rest.allSatisfy { pathBytes[Int($0)] }
    }

    // MARK: - Identifiers

    /// Returns the address of a persistent identifier at its public resolver.
    ///
    /// - Parameter lower: The text in lower case.
    private static func resolved(_ text: String, _ lower: String) -> String? {
        if lower.hasPrefix("urn:nbn:") {
            let name = text.dropFirst("urn:nbn:".count)
            return name.isEmpty || name.contains(where: \.isWhitespace)
                ? nil : "https://nbn-resolving.org/urn:nbn:" + escaped(name.utf8, keeping: nameBytes)
        }
        let hosts = [("doi.org/", doi), ("dx.doi.org/", doi), ("hdl.handle.net/", handles)]
        let prefixes = [
            ("info:doi/", doi), ("urn:doi:", doi), ("doi:", doi), ("doi", doi), ("info:hdl/", handles),
            ("hdl:", handles),
        ]
        for (prefix, resolver) in hosts + prefixes where lower.hasPrefix(prefix) {
            let name = String(text.dropFirst(prefix.count)).trimmed
            if isName(name) { return resolver + escaped(name.utf8, keeping: nameBytes) }
            // `DOI: https://doi.org/10.1000/182`
            return name.lowercased().hasPrefix("http") ? repaired(name) : nil
        }
        return lower.hasPrefix("10.") && isName(text) ? doi + escaped(text.utf8, keeping: nameBytes) : nil
    }

    private static let doi = "https://doi.org/"
    private static let handles = "https://hdl.handle.net/"

    /// A DOI or handle is a prefix of digits and dots, a slash, and a name (ISO 26324, RFC 3650).
    private static func isName(_ text: String) -> Bool {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[1].isEmpty && !text.contains(where: \.isWhitespace)
            && !parts[0].isEmpty && parts[0].allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
    }

    // MARK: - URLs

    private static func absolute(_ scheme: Substring, _ rest: Substring) -> String? {
        let authority = rest.prefix { !"/?#".contains($0) }
        guard let host = escapedAuthority(authority) else { return nil }
        let parts = rest.dropFirst(authority.count).split(
            separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let escaped = parts.map { Self.escaped($0.utf8, keeping: pathBytes) }
        return scheme + host + escaped.joined(separator: "#")
    }

    private static func escapedAuthority(_ authority: Substring) -> String? {
        let at = authority.lastIndex(of: "@")
        let user = at.map { authority[...$0] } ?? ""
        guard user.utf8.allSatisfy({ pathBytes[Int($0)] || $0 == UInt8(ascii: "%") }) else { return nil }
        let place = at.map { authority[authority.index(after: $0)...] } ?? authority
        let host = place.hasPrefix("[") ? place.prefix { $0 != "]" } + "]" : place.prefix { $0 != ":" }
        let port = place.dropFirst(host.count)
        guard !place.hasPrefix("[") || place.contains("]"),
            port.isEmpty || port.first == ":" && (port.count == 1 || UInt16(port.dropFirst()) != nil),
            let encoded = encodedHost(host)
        else { return nil }
        return user + encoded + port
    }

    private static func encodedHost(_ host: Substring) -> String? {
        guard host.utf8.contains(where: isLetterOrDigit) || !host.utf8.allSatisfy({ $0 < 0x80 }) else {
            return nil
        }
        if host.hasPrefix("[") { return URLComponents(string: "https://\(host)")?.encodedHost }
        let encoded =
            host.utf8.allSatisfy { $0 < 0x80 }
            ? String(host) : URLComponents(string: "https://\(host)")?.encodedHost
        guard let encoded, encoded.utf8.allSatisfy({ isLetterOrDigit($0) || "-._".utf8.contains($0) }) else {
            return nil
        }
        return encoded
    }

    // MARK: - Bytes

    private static func escaped(_ bytes: some Collection<UInt8>, keeping kept: [Bool]) -> String {
        var result: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            if kept[Int(byte)] || byte == UInt8(ascii: "%") && rest.prefix(2).count(where: isHex) == 2 {
                result.append(byte)
            } else {
                let hex = String(byte, radix: 16, uppercase: true)
                result += (hex.count == 1 ? "%0\(hex)" : "%\(hex)").utf8
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// For each byte, whether it is one of the characters of RFC 3986 that a path and a query may hold unescaped.
    private static let pathBytes = (UInt8.min...UInt8.max).map {
        isLetterOrDigit($0) || "-._~!$&'()*+,;=:@/?".utf8.contains($0)
    }

    /// `?` and `#` have another meaning in a URL than in the name of an identifier.
    private static let nameBytes = pathBytes.indices.map { pathBytes[$0] && $0 != Int(UInt8(ascii: "?")) }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
    }
}
