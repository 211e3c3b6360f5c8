import HTTPTypes
import Hummingbird
import Synchronization

/// Counts the streamed answers that each token has open (rule L9).
final class OpenStreams: Sendable {
    /// The most of one token.
    private static let limit = 50

    private let open = Mutex<[Int64: Int]>([:])

    /// Opens a streamed answer, which counts until its last byte was sent or its caller is gone.
    ///
    /// - Throws: ``Problem`` if the token has too many; what the work throws.
    func answer(_ token: Int64, _ work: () async throws -> Response) async throws -> Response {
        let isIn = open.withLock { open in
            guard open[token, default: 0] < Self.limit else { return false }
            open[token, default: 0] += 1
            return true
        }
        guard isIn else {
            throw Problem(
                status: .tooManyRequests,
                detail: "this token has \(Self.limit) streams open already; close one", retryAfter: 5)
        }
        let place = Place { [weak self] in
            self?.open.withLock { open in
                let left = (open[token] ?? 1) - 1
                open[token] = left > 0 ? left : nil
            }
        }
        var response = try await work()
        let body = response.body
        response.body = ResponseBody(contentLength: body.contentLength) { writer in
            defer { withExtendedLifetime(place) {} }
            try await body.write(writer)
        }
        return response
    }

    /// Left when it is released: also if the answer is never sent.
    private final class Place: Sendable {
        private let leave: @Sendable () -> Void

        init(_ leave: @escaping @Sendable () -> Void) { self.leave = leave }

        deinit { leave() }
    }
}
