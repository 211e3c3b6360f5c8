import CPQ

extension PostgresConnection {
    /// Writes rows into a table by COPY, in its binary format.
    ///
    /// - Parameters:
    ///   - target: the table with its columns, as `item (id, name)`.
    ///   - rows: calls its argument with one batch of values after the other, each of `width` values a row.
    /// - Returns: how many rows.
    @discardableResult
    package func copy(
        into target: String, width: Int, rows: ((PostgresParameters) throws -> Void) throws -> Void
    ) throws -> Int {
        guard let begun = PQexec(handle, "COPY \(target) FROM STDIN (FORMAT binary)") else {
            throw PostgresError(connection: handle)
        }
        defer { PQclear(begun) }
        guard PQresultStatus(begun) == PGRES_COPY_IN else {
            throw PostgresError(result: begun, connection: handle)
        }
        var failure: (any Error)?
        do {
            // The signature, then no flags and no extension of the header.
            try put(Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + [UInt8](repeating: 0, count: 8))
            try rows { try put($0.copied(width: width)) }
            try put([0xFF, 0xFF])
        } catch { failure = error }
        guard PQputCopyEnd(handle, failure == nil ? nil : "given up") == 1 else {
            throw failure ?? PostgresError(connection: handle)
        }
        var written = 0
        while let result = PQgetResult(handle) {
            defer { PQclear(result) }
            do { try check(result) } catch { failure = failure ?? error }
            written = Int(String(cString: PQcmdTuples(result))) ?? 0
        }
        if let failure { throw failure }
        return written
    }

    private func put(_ bytes: [UInt8]) throws {
        let code = bytes.withUnsafeBytes {
            PQputCopyData(handle, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count))
        }
        guard code == 1 else { throw PostgresError(connection: handle) }
    }
}

extension PostgresParameters {
    /// Rows in COPY's binary format: how many values, then each with its length before it.
    fileprivate func copied(width: Int) -> [UInt8] {
        var rows: [UInt8] = []
        rows.reserveCapacity(bytes.count + 4 * count + 2 * count / max(1, width))
        for (index, span) in spans.enumerated() {
            if index % width == 0 { rows.append(bigEndian: UInt16(width)) }
            rows.append(bigEndian: Int32(span.length))
            if span.length > 0 { rows += bytes[span.start..<span.start + span.length] }
        }
        return rows
    }
}
