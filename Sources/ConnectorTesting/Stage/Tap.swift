import ConnectorKit
import Synchronization

/// The network between a provider and its service, tapped: it numbers every request, and strikes where told.
///
/// A struck request does not reach the service, as if a gateway before it had answered; so a cursor that
/// may be used once is not used up.
final class Tap: HTTPClient {
    /// One request on its way.
    struct Call: Sendable {
        let request: HTTPRequest
        /// Counts all requests, from 1.
        let number: Int
        /// Counts the different requests that are `authorized`, from 1: the pages of a listing, and what is
        /// asked before them. Nil for others, which fetch a token; a service without one has no others.
        let page: Int?
        /// How often this very request was sent, this time included.
        let attempt: Int
        /// The time of the host's clock.
        let time: JumpClock.Instant
    }

    /// What becomes of a request.
    enum Action: Sendable {
        case pass
        case answer(HTTPResponse)
        case fail(Failure)
        /// Nothing comes until the task is cancelled, or the tap is closed.
        case hold
        /// The service's answer with another body.
        case alter(@Sendable ([UInt8]) -> [UInt8])
    }

    typealias Script = @Sendable (Call) -> Action

    private struct State {
        var calls: [Call] = []
        var pages: [String] = []
        var held: [Int: CheckedContinuation<Void, Never>] = [:]
        var isClosed = false
    }

    /// Yields whenever a request is held; ends when the tap is closed.
    let holds: AsyncStream<Void>

    private let state = Mutex(State())
    private let arrived: AsyncStream<Void>.Continuation
    private let network: any HTTPClient
    private let clock: JumpClock
    private let isOpen: Bool
    private let script: Script

    /// - Parameter isOpen: whether the service needs no token.
    init(_ network: any HTTPClient, clock: JumpClock, isOpen: Bool, script: @escaping Script) {
        self.network = network
        self.clock = clock
        self.isOpen = isOpen
        self.script = script
        (holds, arrived) = AsyncStream.makeStream()
    }

    /// The requests so far.
    var calls: [Call] { state.withLock(\.calls) }

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        let call = take(request)
        switch script(call) {
        case .pass: return try await network.send(request)
        case .answer(let response): return response
        case .fail(let failure): throw failure
        case .hold:
            await hold(call.number)
            throw .fatal("the request was cancelled")
        case .alter(let change):
            let answer = try await network.send(request)
            return HTTPResponse(status: answer.status, headers: answer.headers, body: change(answer.body))
        }
    }

    /// Whether a request is still held, though nobody may be waiting for it any longer.
    func isHeld(_ number: Int) -> Bool { state.withLock { $0.held[number] != nil } }

    /// Says that nothing more will be held.
    func endHolds() { arrived.finish() }

    /// Lets go of what is held.
    func close() {
        let held = state.withLock { state in
            state.isClosed = true
            defer { state.held = [:] }
            return state.held.values
        }
        for continuation in held { continuation.resume() }
        arrived.finish()
    }

    private func take(_ request: HTTPRequest) -> Call {
        let key = request.url + "\n" + String(decoding: request.body ?? [], as: UTF8.self)
        let time = clock.now
        return state.withLock { state in
            var page: Int?
            if request.authorized || isOpen {
                if !state.pages.contains(key) { state.pages.append(key) }
                page = state.pages.firstIndex(of: key).map { $0 + 1 }
            }
            let before = state.calls.count {
                $0.request.url == request.url && $0.request.body == request.body
            }
            let call = Call(
                request: request, number: state.calls.count + 1, page: page, attempt: before + 1, time: time)
            state.calls.append(call)
            return call
        }
    }

    private func hold(_ number: Int) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if !state.isClosed, !Task.isCancelled { state.held[number] = continuation }
                    return state.isClosed || Task.isCancelled
                }
                if isOver { continuation.resume() }
                arrived.yield()
            }
        } onCancel: {
            state.withLock { $0.held.removeValue(forKey: number) }?.resume()
        }
    }
}
