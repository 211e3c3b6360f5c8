import CPQ

extension PostgresConnection {
    /// Runs one statement many times in one round trip: libpq's pipeline mode.
    ///
    /// - Parameters:
    ///   - width: how many values each execution takes.
    ///   - parameters: the values of all executions, one after the other.
    ///   - count: how many executions there are.
    ///   - found: called with each result, in the order of the executions. It runs no statement.
    /// - Throws: the first error; executions after it did nothing.
    package func pipeline(
        _ sql: String, width: Int, _ parameters: PostgresParameters, count: Int,
        found: (Int, PostgresResult) throws -> Void
    ) throws {
        guard PQenterPipelineMode(handle) == 1 else { throw PostgresError(connection: handle) }
        defer { PQexitPipelineMode(handle) }
        var isSent = PQsendPrepare(handle, "", sql, Int32(width), parameters.types(width: width)) == 1
        for index in 0..<count where isSent {
            isSent = parameters.withValues(index * width..<(index + 1) * width) {
                PQsendQueryPrepared(handle, "", Int32(width), $0, $1, $2, 1) == 1
            }
        }
        guard isSent, PQpipelineSync(handle) == 1 else { throw PostgresError(connection: handle) }
        var failure: (any Error)?
        // The first result is that of the preparation.
        var next = -1
        var isAtEnd = false
        while !isLost {
            guard let result = PQgetResult(handle) else {
                // One is the end of an execution's results; two are the end of a link that the server gave up.
                guard !isAtEnd else { break }
                isAtEnd = true
                next += 1
                continue
            }
            isAtEnd = false
            if PQresultStatus(result) == PGRES_PIPELINE_SYNC {
                PQclear(result)
                if let failure { throw failure }
                return
            }
            do {
                guard failure == nil else {
                    PQclear(result)
                    continue
                }
                do { try check(result) } catch {
                    PQclear(result)
                    throw error
                }
                let rows = PostgresResult(result)
                if next >= 0 { try found(next, rows) }
            } catch { failure = error }
        }
        if let failure { throw failure }
        throw PostgresError(
            state: nil, message: PostgresError.line(PQerrorMessage(handle)), isLinkLost: true)
    }
}
