package import ConnectorKit

extension CurlClient {
    /// Sends a request, follows redirects and passes on the body while it arrives.
    ///
    /// The transfer pauses while the reader is slow, and ends when `read` returns, even before the end of the
    /// body. The time that the reader needs counts against ``TransferLimits/whole``.
    ///
    /// - Parameters:
    ///   - maximumBytes: The longest decoded body to accept. ``TransferLimits/bodyBytes`` does not apply,
    ///     since nothing is kept.
    ///   - read: Receives status and headers, with an empty body, and the chunks.
    /// - Throws: The same as ``send(_:)``. After the first byte, the chunks throw.
    nonisolated(nonsending) package func stream<Value>(
        _ request: HTTPRequest, maximumBytes: Int = .max,
        _ read: (HTTPResponse, BodyChunks) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        var trail = try RedirectTrail(request, within: network.privateAddresses)
        let deadline = ContinuousClock.now + limits.whole
        while true {
            let hop = try hop(trail, until: deadline, bodyBytes: maximumBytes)
            let pipe = BodyPipe(of: hop.id, inbox: inbox)
            if let refusal = inbox.submit(Submission(hop: hop, receiver: .chunks(pipe))) { throw refusal }
            defer { inbox.cancel(hop.id) }
            let head = try await pipe.head()
            if try !trail.follow(head) {
                return try await read(head, BodyChunks(pipe: pipe, request: request))
            }
        }
    }
}

/// A body in pieces as they arrive, for one reader and only while its closure runs.
package struct BodyChunks: AsyncSequence {
    package typealias Element = [UInt8]
    package typealias Failure = ConnectorKit.Failure

    let pipe: BodyPipe
    let request: HTTPRequest

    package func makeAsyncIterator() -> Iterator { Iterator(chunks: self) }

    package struct Iterator: AsyncIteratorProtocol {
        let chunks: BodyChunks

        /// Returns the next piece, never empty; nil after the last.
        ///
        /// - Throws: ``Failure/transient(_:)`` if the body was truncated, ``Failure/contract(_:)`` if it is
        ///   too long, ``Failure/fatal(_:)`` if the task is cancelled.
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
