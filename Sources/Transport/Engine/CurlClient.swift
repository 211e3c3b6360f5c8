package import ConnectorKit
import Foundation
import Synchronization

/// The network by libcurl: connections are kept and shared, HTTP/2 is used over TLS where the server
/// has it, bodies arrive decoded (gzip, br and what else libcurl was built with).
///
/// TLS is always verified; plain http goes to this machine only (``AddressPolicy``). The proxies of the
/// environment are not used: a plain http proxy would see what the policy protects (our decision). It
/// retries nothing: ``RetryingClient`` does. One thread drives all transfers; it ends when the
/// client is closed or released.
package final class CurlClient: HTTPClient {
    let inbox = Inbox()
    let limits: TransferLimits
    private let lastID = Atomic<UInt64>(0)

    /// - Parameters:
    ///   - limits: what every request keeps to.
    ///   - caBundle: a PEM file of the certificate authorities to trust in place of the system's.
    package init(limits: TransferLimits = TransferLimits(), caBundle: String? = nil) {
        self.limits = limits
        let thread = Thread { [inbox] in
            Driver.run(inbox, caBundle: caBundle)
        }
        thread.name = "transport"
        thread.start()
    }

    /// Runs tasks on the thread that drives the transfers, so that what takes little time between one
    /// transfer and the next need not wait for another thread to wake up.
    package var executor: any TaskExecutor { inbox }

    deinit { inbox.close() }

    /// Ends every request under way with ``Failure/fatal(_:)`` and refuses new ones. Does not wait.
    package func close() { inbox.close() }

    /// Sends a request, follows redirects and reads the whole answer.
    ///
    /// At most five redirects are followed, never from https to http, and never with credentials or
    /// other headers of the caller's own to another origin.
    ///
    /// - Throws: ``Failure/transient(_:)`` where no complete answer came, ``Failure/configuration(_:)``
    ///   for an address that may not be called or a certificate that is not trusted,
    ///   ``Failure/contract(_:)`` for an answer that is too large or no HTTP,
    ///   ``Failure/fatal(_:)`` when cancelled.
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
        let order = try order(trail, until: deadline, bodyBytes: limits.bodyBytes)
        return try await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let submission = Submission(order: order, receiver: .whole(continuation))
                if let refusal = inbox.submit(submission) {
                    continuation.resume(returning: .failure(refusal))
                }
            }
        } onCancel: {
            inbox.cancel(order.id)
        }.get()
    }

    /// One hop as the thread is to make it.
    func order(
        _ trail: RedirectTrail, until deadline: ContinuousClock.Instant, bodyBytes: Int
    ) throws(Failure) -> TransferOrder {
        try TransferOrder(
            id: lastID.wrappingAdd(1, ordering: .relaxed).newValue, trail: trail, limits: limits,
            timeLeft: ContinuousClock.now.duration(to: deadline), bodyBytes: bodyBytes)
    }
}
