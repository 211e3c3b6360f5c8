import ConnectorKit
import Foundation
import Transport

/// What `network:` may hold. Each key comes before what the environment says (rule L14).
struct NetworkKeys: Sendable {
    let proxy = Key(
        "proxy", .proxy, mayBeEmpty: true, secret: true,
        help: "The proxy for https, such as http://proxy.example:3128; \"\" for none. "
            + "Default: HTTPS_PROXY or ALL_PROXY.")
    let exceptions = Key(
        "no_proxy", .exceptions, mayBeEmpty: true,
        help: "Host names, addresses and ranges that are reached without the proxy. Default: NO_PROXY.")
    let authorities = Key(
        "ca", .authorities, mayBeEmpty: true,
        help: "A PEM file of certificate authorities, relative to this file. "
            + "Default: CURL_CA_BUNDLE or SSL_CERT_FILE, and SSL_CERT_DIR.")
    let opened = Key(
        "private", .opened, mayBeEmpty: true,
        help: "Host names, addresses and ranges of private networks that may be called.")

    var section: SectionKeys {
        SectionKeys(
            declared: [
                proxy.declaration, exceptions.declaration, authorities.declaration, opened.declaration,
            ], mayHoldSecrets: true)
    }
}

extension NetworkSettings {
    /// Puts what the file says in place of what the environment says.
    mutating func read(_ section: Section, _ check: inout FileCheck) {
        let keys = NetworkKeys()
        if let proxy = check.value(keys.proxy, in: section) { self.proxy = proxy }
        if let exceptions = check.value(keys.exceptions, in: section) { self.exceptions = exceptions }
        if let file = check.value(keys.authorities, in: section) {
            authorities = TrustedAuthorities(file: .init(path: file, source: "network: ca"))
        }
        if let opened = check.value(keys.opened, in: section) { privateAddresses = opened }
    }
}

extension ValueForm where Value == NetworkSettings.Proxy {
    /// A proxy's address may hold a password, so no message shows it.
    fileprivate static var proxy: ValueForm {
        // A proxy without a scheme is an HTTP proxy.
        let schemes = "[Hh][Tt]{2}[Pp][Ss]?|[Ss][Oo][Cc][Kk][Ss](4[Aa]?|5[Hh]?)"
        let pattern = #"^$|^(\#(schemes))://[^/\s]\S*$|^(?!\S*://)[^/\s]\S*$"#
        return ValueForm(.text(matching: pattern), .reference) { check, entry in
            let expected = "a proxy's address such as http://proxy.example:3128"
            guard let text = check.text(entry, expected: expected) else { return nil }
            if text.value.isEmpty { return NetworkSettings.Proxy.none }
            if let server = ProxyServer(text.value, source: "network: proxy") { return .server(server) }
            let schemes = ProxyServer.schemes.joined(separator: ", ")
            check.reportValue(
                entry, text,
                "proxy is no proxy's address; one such as http://proxy.example:3128 was expected "
                    + "(known are \(schemes))")
            return nil
        }
    }
}

extension ValueForm where Value == ProxyExceptions {
    fileprivate static var exceptions: ValueForm {
        let item = JSONSchema.text(matching: #"^(\*|[^/:@?#*,\s]+|\[?[0-9A-Fa-f.:]+\]?(/[0-9]{1,3})?)$"#)
        return ValueForm(.list(of: .any(of: [item, .reference]))) { check, entry in
            var exceptions = ProxyExceptions()
            check.readHosts(entry, example: "internal.example", more: ", or \"*\" for every host") { host in
                guard host == "*" else { return exceptions.add(host) }
                exceptions.addEverything()
                return true
            }
            return exceptions
        }
    }
}

extension ValueForm where Value == PrivateAddresses {
    fileprivate static var opened: ValueForm {
        let item = JSONSchema.text(matching: #"^([^/:@?#*\s]+|\[?[0-9A-Fa-f.:]+\]?(/[0-9]{1,3})?)$"#)
        return ValueForm(.list(of: .any(of: [item, .reference]))) { check, entry in
            var opened = PrivateAddresses()
            check.readHosts(entry, example: "intranet.example") { opened.open($0) }
            return opened
        }
    }
}

extension ValueForm where Value == String {
    /// A file of certificates; its whole path.
    fileprivate static var authorities: ValueForm {
        ValueForm(.filledText) { check, entry in
            guard let text = check.text(entry, expected: "a PEM file of certificate authorities")
            else { return nil }
            let file = URL(fileURLWithPath: text.value, relativeTo: check.references.directory).absoluteURL
            let problem: String
            do throws(FileContent.Unreadable) {
                let bytes = try FileContent.read(file, limit: PEMCertificates.largestFile)
                guard let found = PEMCertificates.problem(with: bytes) else { return file.path }
                problem = found
            } catch {
                problem = "the file cannot be read: \(error.reason)"
            }
            check.reportValue(entry, text, "ca is \(text.shown): \(problem)")
            return nil
        }
    }
}

/// Certificates in a file, as RFC 7468 describes it.
private enum PEMCertificates {
    /// Far above what machines trust, in bytes (our decision).
    static let largestFile = 16 << 20

    /// Returns what is wrong with a file; nil if it holds certificates and each is whole.
    static func problem(with bytes: [UInt8]) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        let begin = "-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----"
        var count = 0
        var rest = text[...]
        while let start = rest.range(of: begin, options: .regularExpression) {
            count += 1
            rest = rest[start.upperBound...]
            guard let end = rest.range(of: "-----END"),
                // A certificate is a SEQUENCE (RFC 5280, 4.1).
                Data(base64Encoded: rest[..<end.lowerBound].filter { !$0.isWhitespace })?.first == 0x30
            else { return "its certificate number \(count) is damaged" }
            rest = rest[end.upperBound...]
        }
        return count > 0 ? nil : "it holds no certificate; PEM was expected, with -----BEGIN CERTIFICATE-----"
    }
}

extension FileCheck {
    /// Reads hosts, addresses and ranges; what is none of them is reported at its place.
    ///
    /// - Parameters:
    ///   - more: what else may stand there, for the message.
    ///   - add: returns false for what is none.
    fileprivate mutating func readHosts(
        _ entry: Section.Entry, example: String, more: String = "", add: (String) -> Bool
    ) {
        let expected = "a host name, an address or a range such as 10.0.0.0/8"
        for item in list(entry, expected: "a list such as [\(example), 10.0.0.0/8]") ?? [] {
            guard let text = text(item, named: "an item of \(entry.name)", expected: expected),
                !add(text.value)
            else { continue }
            reportItem(
                text,
                "\(entry.name) holds \(text.shown); \(expected) was expected, without scheme and port\(more)")
        }
    }
}
