import ConnectorKit
package import Foundation

/// What `store:` may hold if it is no word (rule K8).
struct StoreKeys: Sendable {
    /// A file in the data directory, as `store:` writes it.
    static let file = "sqlite"

    let postgres = Key(
        "postgres", .database, secret: true, required: "postgres://USER@HOST/DATABASE",
        help:
            "A database of PostgreSQL 15 or newer, such as postgres://tributary:${PGPASSWORD}@db.example/tributary."
    )
    let sslmode = Key(
        "sslmode",
        .choice(["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]),
        help: "How the way to the server is protected, in libpq's words; default: prefer.")
    let authorities = Key(
        "sslrootcert", .path,
        help: "A PEM file with the certificate authorities of the server, relative to this file.")

    var section: SectionKeys {
        SectionKeys(
            declared: [postgres.declaration, sslmode.declaration, authorities.declaration],
            mayHoldSecrets: true)
    }
}

/// Where the store is.
enum StoreChoice: Sendable {
    case file
    case database(HostConfiguration.StoreDatabase)
}

extension ValueForm where Value == StoreChoice {
    /// Either the word `sqlite` or a mapping with a database.
    static var store: ValueForm {
        let keys = StoreKeys()
        return ValueForm(.choice([StoreKeys.file]), .reference, keys.section.schema) { check, entry in
            guard entry.value.text == nil else {
                guard let word = check.choice(entry, of: [StoreKeys.file, keys.postgres.name]) else {
                    return nil
                }
                if word == StoreKeys.file { return .file }
                check.report(
                    .wrongType, at: entry.value.span,
                    "store is \"\(word)\"; a mapping \(word): postgres://USER@HOST/DATABASE was expected",
                    offending: word)
                return nil
            }
            return check.section(entry, keys.section)
                .flatMap { HostConfiguration.StoreDatabase($0, &check) }.map(StoreChoice.database)
        }
    }
}

extension HostConfiguration.StoreDatabase {
    init?(_ section: Section, _ check: inout FileCheck) {
        let keys = StoreKeys()
        let database = check.value(keys.postgres, in: section)
        var parameters: [String: String] = [:]
        if let mode = check.value(keys.sslmode, in: section) { parameters["sslmode"] = mode }
        if let file = check.value(keys.authorities, in: section) {
            parameters["sslrootcert"] =
                URL(fileURLWithPath: file, relativeTo: check.references.directory).absoluteURL.path
        }
        guard let database else { return nil }
        self.init(url: database.url, parameters: parameters, place: database.place)
    }
}

extension ValueForm where Value == (url: String, place: Place) {
    /// A database's URL may hold a password, so no message shows it.
    fileprivate static var database: ValueForm {
        ValueForm(.text(matching: "^[Pp][Oo][Ss][Tt][Gg][Rr][Ee][Ss]([Qq][Ll])?://"), .reference) {
            check, entry in
            let expected = "postgres://USER@HOST/DATABASE"
            guard let text = check.text(entry, expected: expected) else { return nil }
            let url = check.references.encoded(in: text)
            guard HostConfiguration.StoreDatabase.isURL(url) else {
                check.reportValue(entry, text, "postgres is \(text.shown); \(expected) was expected")
                return nil
            }
            return (url, check.place(of: text.node))
        }
    }
}

extension References {
    /// The text of a URL: what a reference in it stands for is encoded, so that a password may hold any character. A
    /// reference that is the whole text stands for a whole URL.
    fileprivate func encoded(in text: GivenText) -> String {
        guard let written = text.node.text, text.referenced else { return text.value }
        return encoded(in: written, text.value)
    }

    /// - Parameter value: the text with every reference replaced as it is.
    fileprivate func encoded(in written: String, _ value: String) -> String {
        if written.hasPrefix("${"), written.firstIndex(of: "}") == written.indices.last { return value }
        let unreserved = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        return written.replacing(/\$?\$\{[^}]*\}/) { match in
            let reference = String(match.output)
            let value = (try? resolve(reference)) ?? reference
            guard !reference.hasPrefix("$$") else { return value }
            return value.addingPercentEncoding(withAllowedCharacters: unreserved) ?? value
        }
    }
}

extension HostConfiguration.StoreDatabase {
    /// Whether a text is to be the URL of a database.
    package static func isURL(_ text: String) -> Bool {
        let scheme = text.prefix { $0 != ":" }.lowercased()
        return ["postgres", "postgresql"].contains(scheme) && text.contains("://")
    }

    /// The URL that a person typed, its references followed as those of a file.
    ///
    /// - Parameter directory: relative paths are read from here.
    package static func url(_ written: String, environment: [String: String], directory: URL)
        throws(UnreadableURL) -> String
    {
        let references = References(environment: environment, directory: directory)
        do { return references.encoded(in: written, try references.resolve(written)) } catch {
            throw UnreadableURL(message: error.message)
        }
    }
}

/// A reference in a typed URL that cannot be followed.
package struct UnreadableURL: Error { package let message: String }
