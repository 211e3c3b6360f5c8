import CPQ

/// A link to a server, for one thread at a time: each call waits in libpq for the answer.
///
/// No statement is prepared under a name, and nothing else outlives a transaction, so that a pooler may give each
/// transaction another session.
package final class PostgresConnection {
    let handle: OpaquePointer

    /// - Throws: ``PostgresError``, in the words of libpq.
    package init(_ settings: PostgresSettings) throws(PostgresError) {
        guard let handle = settings.withLists({ PQconnectdbParams($0, $1, 0) }) else {
            throw PostgresError(state: nil, message: "out of memory", isLinkLost: true)
        }
        guard PQstatus(handle) == CONNECTION_OK else {
            let error = PostgresError(connection: handle)
            PQfinish(handle)
            throw error
        }
        // Notices are for people at a terminal.
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        self.handle = handle
    }

    deinit { PQfinish(handle) }

    package var isLost: Bool { PQstatus(handle) == CONNECTION_BAD }

    /// Whether a transaction is open, failed or not.
    package var isInTransaction: Bool {
        ![PQTRANS_IDLE, PQTRANS_UNKNOWN].contains(PQtransactionStatus(handle))
    }

    /// The version of the server: 150004 is 15.4.
    package var serverVersion: Int { Int(PQserverVersion(handle)) }

    /// Runs statements without parameters, divided by semicolons, in one round trip.
    ///
    /// - Returns: the text of the first column of the first row of the last one's result; nil if there is none.
    @discardableResult
    package func run(_ sql: String) throws(PostgresError) -> String? {
        guard let result = PQexec(handle, sql) else { throw PostgresError(connection: handle) }
        defer { PQclear(result) }
        try check(result)
        guard PQntuples(result) > 0, PQgetisnull(result, 0, 0) == 0 else { return nil }
        return String(cString: PQgetvalue(result, 0, 0))
    }

    /// A text as it stands in a statement, in its quotes.
    ///
    /// - Throws: ``PostgresError`` if it is no UTF-8 that the connection takes.
    package func literal(_ text: String) throws(PostgresError) -> String {
        guard let quoted = PQescapeLiteral(handle, text, text.utf8.count) else {
            throw PostgresError(connection: handle)
        }
        defer { PQfreemem(quoted) }
        return String(cString: quoted)
    }

    /// Ends a transaction, and fails if the server undid it, as it does once a statement of it has failed.
    package func commit() throws(PostgresError) {
        guard let result = PQexec(handle, "COMMIT") else { throw PostgresError(connection: handle) }
        defer { PQclear(result) }
        try check(result)
        guard String(cString: PQcmdStatus(result)) == "COMMIT" else {
            throw PostgresError(
                state: SQLState("25P02"), message: "the transaction had failed and was undone",
                isLinkLost: false)
        }
    }

    /// Runs a statement with parameters `$1` and so on, in one round trip.
    package func execute(_ sql: String, _ parameters: PostgresParameters) throws(PostgresError)
        -> PostgresResult
    {
        let count = parameters.count
        let types = parameters.types
        let result = parameters.withValues(0..<count) {
            PQexecParams(handle, sql, Int32(count), types, $0, $1, $2, 1)
        }
        guard let result else { throw PostgresError(connection: handle) }
        do { try check(result) } catch {
            PQclear(result)
            throw error
        }
        return PostgresResult(result)
    }

    /// Reads a result row by row: memory does not grow with it. The body gets a result that has one row.
    package func forEachRow(
        _ sql: String, _ parameters: PostgresParameters, _ body: (PostgresResult) throws -> Void
    ) throws {
        let count = parameters.count
        let types = parameters.types
        let sent = parameters.withValues(0..<count) {
            PQsendQueryParams(handle, sql, Int32(count), types, $0, $1, $2, 1)
        }
        guard sent == 1 else { throw PostgresError(connection: handle) }
        PQsetSingleRowMode(handle)
        var failure: (any Error)?
        while let result = PQgetResult(handle) {
            guard failure == nil, PQresultStatus(result) == PGRES_SINGLE_TUPLE else {
                defer { PQclear(result) }
                do { try check(result) } catch { failure = failure ?? error }
                continue
            }
            do { try body(PostgresResult(result)) } catch {
                failure = error
                // What is still to come is of no use.
                canceller?.cancel()
            }
        }
        if let failure { throw failure }
        if isLost { throw PostgresError(connection: handle) }
    }

    /// Ends what runs on this connection, from another thread; nil if the link is lost.
    package var canceller: Canceller? { PQgetCancel(handle).map(Canceller.init) }

    func check(_ result: OpaquePointer) throws(PostgresError) {
        let status = PQresultStatus(result)
        guard ![PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_PIPELINE_SYNC].contains(status)
        else { return }
        throw PostgresError(result: result, connection: handle)
    }
}

/// Asks a server to end what runs on a connection.
package final class Canceller: Sendable {
    private nonisolated(unsafe) let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { PQfreeCancel(handle) }

    package func cancel() {
        var message = [CChar](repeating: 0, count: 256)
        PQcancel(handle, &message, Int32(message.count))
    }
}

extension PostgresParameters {
    /// Hands over some of the values as libpq takes them: addresses, lengths and formats.
    func withValues<Result>(
        _ range: Range<Int>,
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) ->
            Result
    ) -> Result {
        bytes.withUnsafeBytes { memory in
            let start = memory.baseAddress?.assumingMemoryBound(to: CChar.self)
            return withUnsafeTemporaryAllocation(
                of: UnsafePointer<CChar>?.self, capacity: range.count
            ) { addresses in
                withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * range.count) { numbers in
                    for (index, place) in range.enumerated() {
                        let span = spans[place]
                        addresses.initializeElement(
                            at: index, to: span.length < 0 ? nil : start?.advanced(by: span.start))
                        numbers.initializeElement(at: index, to: Int32(max(0, span.length)))
                        // Each value is in the binary format.
                        numbers.initializeElement(at: range.count + index, to: 1)
                    }
                    guard !range.isEmpty else { return body(nil, nil, nil) }
                    return body(
                        addresses.baseAddress, numbers.baseAddress,
                        numbers.baseAddress?.advanced(by: range.count))
                }
            }
        }
    }
}
