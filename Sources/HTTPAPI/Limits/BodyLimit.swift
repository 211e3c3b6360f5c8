import HTTPTypes
package import Hummingbird
import NIOCore

/// The longest body of a request (rule L3).
package enum BodyLimit: Int, Sendable {
    /// Where a push is accepted or planned.
    case push = 33_554_432
    /// Everywhere else.
    case other = 1_048_576
}

extension Request {
    /// Whether a body follows (RFC 9112, section 6).
    var hasBody: Bool {
        headers[.transferEncoding] != nil || (headers[.contentLength].flatMap { Int($0) } ?? 0) > 0
    }

    /// Whether its body is, or may be, longer than what is read beside other work.
    var mayBeLong: Bool {
        headers[.transferEncoding] != nil || (headers[.contentLength].flatMap { Int($0) } ?? 0) > 65_536
    }

    /// Reads the body. One whose length is stated too large is refused before any of it is read, others as soon as they
    /// are too large.
    ///
    /// - Parameter kind: its name in messages, such as `a form`.
    /// - Throws: ``Problem`` if it is longer than the limit, takes longer than 120 seconds, or ends early.
    package func bytes(of kind: String, limit: BodyLimit) async throws(Problem) -> [UInt8] {
        let stated = headers[.contentLength].flatMap { Int($0) } ?? 0
        let tooLarge = Problem(
            status: .contentTooLarge, detail: "\(kind) may have \(limit.rawValue >> 20) MiB")
        guard stated <= limit.rawValue else { throw tooLarge }
        let deadline = ContinuousClock.now + .seconds(120)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(stated)
        do {
            for try await chunk in body {
                guard bytes.count + chunk.readableBytes <= limit.rawValue else { throw tooLarge }
                guard ContinuousClock.now < deadline else {
                    throw Problem(status: .requestTimeout, detail: "\(kind) may take 120 seconds to arrive")
                }
                bytes += chunk.readableBytesView
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw .badRequest("the request was not complete")
        }
        return bytes
    }
}
