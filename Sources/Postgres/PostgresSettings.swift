import CPQ
import Foundation

/// Where a database is and how it is reached, in the words of libpq (documentation, "Parameter Key Words").
package struct PostgresSettings: Sendable {
    /// In their order: a later one counts more.
    private let parameters: [(name: String, value: String)]

    /// - Parameter url: a connection URI; its parameters count more than the ones of ``defaults``.
    /// - Throws: ``PostgresError`` if it is none, in words without its password.
    package init(url: String, _ more: [(name: String, value: String)] = []) throws(PostgresError) {
        var problem: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(url, &problem) else {
            // The words of libpq name the whole text, and its password with it.
            PQfreemem(problem)
            throw PostgresError(state: nil, message: "is no PostgreSQL URL", isLinkLost: false)
        }
        defer { PQconninfoFree(options) }
        var own: [(name: String, value: String)] = []
        var next = options
        while let keyword = next.pointee.keyword {
            if let value = next.pointee.val {
                own.append((String(cString: keyword), String(cString: value)))
            }
            next += 1
        }
        parameters = Self.defaults + own + more
    }

    /// The parameter that counts; nil if it is not set.
    package subscript(name: String) -> String? { parameters.last { $0.name == name }?.value }

    /// The place of the database, without user and password.
    package var place: String {
        let host = self["host"] ?? self["hostaddr"] ?? "localhost"
        let port = self["port"].map { ":\($0)" } ?? ""
        return "postgres://\(host)\(port)/\(self["dbname"] ?? self["user"] ?? "")"
    }

    /// A server that does not answer is given up after some ten seconds, and one that cannot be written is passed over
    /// for the next host of the list.
    private static let defaults: [(name: String, value: String)] = [
        ("client_encoding", "UTF8"), ("fallback_application_name", "tributary"), ("connect_timeout", "5"),
        ("tcp_user_timeout", "10000"), ("keepalives_idle", "5"), ("keepalives_interval", "2"),
        ("keepalives_count", "3"), ("target_session_attrs", "read-write"),
    ]

    /// Hands over the names and the values as libpq takes them.
    func withLists<Result>(
        _ body: (
            _ names: UnsafePointer<UnsafePointer<CChar>?>?, _ values: UnsafePointer<UnsafePointer<CChar>?>?
        ) -> Result
    ) -> Result {
        // libpq takes the first of a name that occurs twice for a database, and the last for everything else.
        var counted: [(name: String, value: String)] = []
        for parameter in parameters.reversed() where !counted.contains(where: { $0.name == parameter.name }) {
            counted.append(parameter)
        }
        let names = counted.map { UnsafePointer<CChar>(strdup($0.name)) } + [nil]
        let values = counted.map { UnsafePointer<CChar>(strdup($0.value)) } + [nil]
        defer { for text in names + values { free(UnsafeMutablePointer(mutating: text)) } }
        return names.withUnsafeBufferPointer { names in
            values.withUnsafeBufferPointer { body(names.baseAddress, $0.baseAddress) }
        }
    }
}
