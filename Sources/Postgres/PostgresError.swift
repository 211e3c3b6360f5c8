import CPQ

/// What the server, or the way to it, answered instead of a result.
package struct PostgresError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Nil if no server said it: the link could not be made, or was lost.
    package let state: SQLState?
    /// In the words of the server or of libpq, without the password; one line.
    package let message: String
    /// Whether the link is lost: what was under way is not known, and only another link can go on.
    package let isLinkLost: Bool

    package init(state: SQLState?, message: String, isLinkLost: Bool) {
        self.state = state
        self.message = message
        self.isLinkLost = isLinkLost
    }

    package var description: String { state.map { "\(message) (SQLSTATE \($0.code))" } ?? message }

    /// Whether the transaction may succeed if it is run again as it is.
    package var isPassing: Bool { state == .serializationFailure || state == .deadlock }
}

/// The code that PostgreSQL gives a condition (documentation, appendix A).
package struct SQLState: Sendable, Hashable {
    package let code: String

    package init(_ code: String) { self.code = code }

    /// The first two characters.
    package var group: String { String(code.prefix(2)) }

    package static let serializationFailure = SQLState("40001")
    package static let deadlock = SQLState("40P01")
    package static let lockNotAvailable = SQLState("55P03")
    package static let readOnly = SQLState("25006")
    package static let diskFull = SQLState("53100")
    package static let tooManyConnections = SQLState("53300")
    package static let missingRights = SQLState("42501")
    package static let missingDatabase = SQLState("3D000")
    package static let queryCanceled = SQLState("57014")
    package static let uniqueViolation = SQLState("23505")

    /// Whether the server ends its links, or is not yet ready to have any.
    package var isOfServerGoingAway: Bool {
        group == "08" || ["57P01", "57P02", "57P03", "57P05"].contains(code)
    }
}

extension PostgresError {
    /// The error of a connection at this moment.
    init(connection: OpaquePointer) {
        self.init(
            state: nil, message: Self.line(PQerrorMessage(connection)),
            isLinkLost: PQstatus(connection) == CONNECTION_BAD)
    }

    /// The error that a result is.
    init(result: OpaquePointer, connection: OpaquePointer) {
        let code = PQresultErrorField(result, Self.stateField).map { String(cString: $0) }
        let primary = PQresultErrorField(result, Self.messageField)
        let isBad = PQstatus(connection) == CONNECTION_BAD
        let state = code.map(SQLState.init)
        self.init(
            state: state, message: Self.line(primary ?? PQresultErrorMessage(result)),
            isLinkLost: isBad || state?.isOfServerGoingAway == true)
    }

    private static let stateField = Int32(UInt8(ascii: "C"))
    private static let messageField = Int32(UInt8(ascii: "M"))

    static func line(_ text: UnsafePointer<CChar>?) -> String {
        let lines = text.map { String(cString: $0) }?.split(whereSeparator: \.isNewline) ?? []
        let joined = lines.map { $0.drop(while: \.isWhitespace) }.joined(separator: "; ")
        return joined.isEmpty ? "the connection was lost" : joined
    }
}
