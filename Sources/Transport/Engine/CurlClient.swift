package import ConnectorKit
import Foundation
import Synchronization

/// An HTTP client on libcurl. It keeps and shares connections, uses HTTP/2 over TLS if the server supports
/// it, and decodes bodies (gzip, br and whatever else libcurl was built with).
///
/// TLS is always verified, also through a proxy, and plain http is allowed only to this machine
/// (``AddressPolicy``). Proxy, authorities and private addresses are those of ``NetworkSettings``; libcurl reads
/// none from the environment. The client retries nothing; ``RetryingClient`` does. One thread drives all
/// transfers. It ends when the client is closed or released.
package final class CurlClient: HTTPClient {
    let inbox = Inbox()
    let limits: TransferLimits
    let network: NetworkSettings
    private let used = Mutex<[NetworkRoute]>([])
    private let lastID = Atomic<UInt64>(0)

    /// - Parameters:
    ///   - limits: The limits of every request.
    ///   - network: How services are reached. The default is for simulators and tests.
    ///   - names: The addresses of names, by `NAME:PORT`, in place of those that the machine would look up.
    package init(
        limits: TransferLimits = TransferLimits(), network: NetworkSettings = .unrestricted,
        names: [String: String] = [:]
    ) {
        self.limits = limits
        self.network = network
        let thread = Thread { [inbox] in
            Driver.run(inbox, names: names.map { "\($0):\($1)" })
        }
        thread.name = "transport"
        thread.start()
    }

    /// Runs tasks on the thread that drives the transfers, so that short work between two transfers does not
    /// wait for another thread.
    package var executor: any TaskExecutor { inbox }

    /// How each address was reached so far, redirects included, in the order of their first requests.
    package var routes: [NetworkRoute] { used.withLock { $0 } }

    deinit { inbox.close() }

    /// Ends every current request with ``Failure/fatal(_:)`` and refuses new ones. Does not wait.
    package func close() { inbox.close() }

    /// Sends a request, follows redirects and reads the whole response.
    ///
    /// It follows at most five redirects, never from https to http, and never sends credentials or the
    /// caller's own headers to another origin.
    ///
    /// - Throws: ``Failure/transient(_:)`` if no complete response arrived, ``Failure/configuration(_:)`` if
    ///   the address is not allowed, its certificate is not trusted or the proxy refuses it, ``Failure/contract(_:)`` if the response
    ///   is too large or not HTTP, ``Failure/fatal(_:)`` if cancelled.
    package func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        var trail = try RedirectTrail(request, within: network.privateAddresses)
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
        let hop = try Hop(
            id: lastID.wrappingAdd(1, ordering: .relaxed).newValue, trail: trail, limits: limits,
            network: network, timeLeft: ContinuousClock.now.duration(to: deadline), bodyBytes: bodyBytes)
        let route = hop.route
        used.withLock { if !$0.contains(route) { $0.append(route) } }
        return hop
    }
}
