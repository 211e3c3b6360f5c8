package import ConnectorKit
import Foundation
import Synchronization

/// An HTTP client on libcurl. It keeps and shares connections, uses HTTP/2 over TLS if the server supports
/// it, and decodes bodies (gzip, br and whatever else libcurl was built with).
///
/// TLS is always verified, and plain http is allowed only to this machine (``AddressPolicy``). Proxies from
/// the environment are ignored: a plain http proxy would see what the policy protects (our decision). The
/// client retries nothing; ``RetryingClient`` does. One thread drives all transfers. It ends when the client
/// is closed or released.
package final class CurlClient: HTTPClient {
    let inbox = Inbox()
    let limits: TransferLimits
    private let lastID = Atomic<UInt64>(0)

    /// - Parameters:
    ///   - limits: The limits of every request.
    ///   - caBundle: A PEM file of certificate authorities to trust instead of the system's.
    package init(limits: TransferLimits = TransferLimits(), caBundle: String? = nil) {
        self.limits = limits
        let thread = Thread { [inbox] in
            Driver.run(inbox, caBundle: caBundle)
        }
        thread.name = "transport"
        thread.start()
    }

    /// Runs tasks on the thread that drives the transfers, so that short work between two transfers does not
    /// wait for another thread.
    package var executor: any TaskExecutor { inbox }

    deinit { inbox.close() }

    /// Ends every current request with ``Failure/fatal(_:)`` and refuses new ones. Does not wait.
    package func close() { inbox.close() }

    /// Sends a request, follows redirects and reads the whole response.
    ///
    /// It follows at most five redirects, never from https to http, and never sends credentials or the
    /// caller's own headers to another origin.
    ///
    /// - Throws: ``Failure/transient(_:)`` if no complete response arrived, ``Failure/configuration(_:)`` if
    ///   the address is not allowed or its certificate not trusted, ``Failure/contract(_:)`` if the response
    ///   is too large or not HTTP, ``Failure/fatal(_:)`` if cancelled.
    package func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        var trail = try RedirectTrail(request)
        let deadline = ContinuousClock.now + limits.whole
        while true {
            let answer = try await exchange(trail, until: deadline)
            guard try trail.follow(answer) else { return answer }
        }
    }

    private func exchange(
        _ trail: RedirectTrail, until deadline: ContinuousClock.Instant
    ) async throws(Failure) -> HTTPResponse {
        let hop = try hop(trail, until: deadline, bodyBytes: limits.bodyBytes)
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let submission = Submission(hop: hop, receiver: .whole(continuation))
                if let refusal = inbox.submit(submission) {
                    continuation.resume(returning: .failure(refusal))
                }
            }
        } onCancel: {
            inbox.cancel(hop.id)
        }.get()
    }

    func hop(
        _ trail: RedirectTrail, until deadline: ContinuousClock.Instant, bodyBytes: Int
    ) throws(Failure) -> Hop {
        try Hop(
            id: lastID.wrappingAdd(1, ordering: .relaxed).newValue, trail: trail, limits: limits,
            timeLeft: ContinuousClock.now.duration(to: deadline), bodyBytes: bodyBytes)
    }
}
