package import ConnectorKit

extension CurlClient {
    /// Sends a request, follows redirects and hands over the body while it arrives.
    ///
    /// The transfer is held back while the reader is behind, and ends when `read` returns, at the end of
    /// the body or before. The time a reader takes counts against ``TransferLimits/whole``.
    ///
    /// - Parameters:
    ///   - maximumBytes: the longest body to take, content encodings undone; the cap of
    ///     ``TransferLimits/bodyBytes`` does not hold here, for nothing is kept.
    ///   - read: gets status and headers, with an empty body, and the chunks.
    /// - Throws: as ``send(_:)``; a fault after the first byte is thrown by the chunks.
    nonisolated(nonsending) package func stream<Value>(
        _ request: HTTPRequest, maximumBytes: Int = .max,
        _ read: (HTTPResponse, BodyChunks) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        var trail = try RedirectTrail(request)
        let deadline = ContinuousClock.now + limits.whole
        while true {
            let order = try order(trail, until: deadline, bodyBytes: maximumBytes)
            let pipe = BodyPipe(of: order.id, inbox: inbox)
            if let refusal = inbox.submit(Submission(order: order, receiver: .chunks(pipe))) { throw refusal }
            defer { inbox.cancel(order.id) }
            let head = try await pipe.head()
            if try !trail.follow(head) {
                return try await read(head, BodyChunks(pipe: pipe, request: request))
            }
        }
    }
}

/// A body in pieces, as they arrive. For one reader, while the closure it was handed to runs.
package struct BodyChunks: AsyncSequence {
    package typealias Element = [UInt8]
    package typealias Failure = ConnectorKit.Failure

    let pipe: BodyPipe
    let request: HTTPRequest

    package func makeAsyncIterator() -> Iterator { Iterator(chunks: self) }

    package struct Iterator: AsyncIteratorProtocol {
        let chunks: BodyChunks

        /// The next piece, never empty; nil after the last.
        ///
        /// - Throws: ``Failure/transient(_:)`` where the body was cut off, ``Failure/contract(_:)`` where
        ///   it is too long, ``Failure/fatal(_:)`` when cancelled.
        package mutating func next() async throws(ConnectorKit.Failure) -> [UInt8]? {
            try await next(isolation: #isolation)
        }

        package mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(ConnectorKit.Failure) -> [UInt8]? {
            if Task.isCancelled { throw chunks.request.cancelled }
            return try await chunks.pipe.next()
        }
    }
}
