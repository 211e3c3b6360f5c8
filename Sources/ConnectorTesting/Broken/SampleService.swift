import ConnectorKit
import Synchronization

/// A content service in memory, for trying the suite itself: tokens, pages by cursor, and one bad item.
final class SampleService: HTTPClient {
    static let url = "https://sample.example"
    static let secret = "sample+secret/7"

    private let items: Int
    private let emptyPage: Int?
    private let learning: SampleLearning
    private let pushing = SamplePushing()
    private let state = Mutex((tokens: Set<String>(), emptied: false))

    init(items: Int, emptyPage: Int?, learning: SampleLearning) {
        self.learning = learning
        self.items = items
        self.emptyPage = emptyPage
    }

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        if Task.isCancelled { throw .fatal("the request was cancelled") }
        if request.url == Self.url + "/token" { return token(request) }
        let value = request.headers.first { $0.name == "Authorization" }?.value
        guard state.withLock({ $0.tokens.contains(value ?? "") }) else {
            return HTTPResponse(status: 401, body: Array(#"{"message":"no such token"}"#.utf8))
        }
        if let answer = learning.answer(request) ?? pushing.answer(request) { return answer }
        let cursor = request.url.split(separator: "=").last.flatMap { Int($0) }
        let isFirst = !request.url.contains("=")
        guard isFirst || cursor.map({ (1...items).contains($0) }) ?? false else {
            return HTTPResponse(status: 410, body: Array(#"{"message":"no such cursor"}"#.utf8))
        }
        return page(from: cursor ?? 0)
    }

    private func token(_ request: HTTPRequest) -> HTTPResponse {
        guard request.body == Array("secret=\(Self.secret)".utf8) else {
            return HTTPResponse(status: 401, body: Array(#"{"message":"wrong secret"}"#.utf8))
        }
        let token = state.withLock { state in
            let token = "sample-token-\(state.tokens.count + 1)"
            state.tokens.insert("Bearer \(token)")
            return token
        }
        return HTTPResponse(status: 200, body: Array(#"{"token":"\#(token)"}"#.utf8))
    }

    private func page(from start: Int) -> HTTPResponse {
        let isEmpty = state.withLock { state in
            guard start / SampleProvider.pageSize + 1 == emptyPage, !state.emptied else { return false }
            state.emptied = true
            return true
        }
        let end = isEmpty ? start : min(start + SampleProvider.pageSize, items)
        let list = (start..<end).map { number in
            number == 12
                ? #"{"id":"\#(number)","name":7}"# : #"{"id":"\#(number)","name":"Item \#(number)"}"#
        }
        let next = isEmpty || end == items ? "null" : "\(end)"
        let body = #"{"total":\#(items),"next":\#(next),"items":[\#(list.joined(separator: ","))]}"#
        return HTTPResponse(status: 200, body: Array(body.utf8))
    }
}

/// Opens a ``SampleService``.
struct SampleStage: Stage {
    var items = 50

    func open<Value: Sendable>(
        faults: [String], _ body: @escaping @Sendable (RunningSimulator, any HTTPClient) async throws -> Value
    ) async throws -> Value {
        var emptyPage: Int?
        var crowd = 0
        var isActive = false
        var windows = 0
        for fault in faults {
            if fault == SimulatorStage.learning { isActive = true }
            if fault.hasPrefix("crowd=") { crowd = Int(fault.dropFirst(6)) ?? 0 }
            if fault.hasPrefix("windows=") { windows = Int(fault.dropFirst(8)) ?? 0 }
            if isActive || crowd > 0 || windows > 0 { continue }
            guard fault.hasPrefix("empty@page"), let page = Int(fault.dropFirst(10)) else {
                throw SimulatorFailure.options("fault \"\(fault)\"; there is empty@page2")
            }
            emptyPage = page
        }
        let site = RunningSimulator(
            url: SampleService.url,
            settings: [("url", SampleService.url), ("secret", SampleService.secret)])
        return try await body(
            site,
            SampleService(
                items: items, emptyPage: emptyPage,
                learning: SampleLearning(
                    crowd: crowd, isActive: isActive, windows: windows, emptyPage: emptyPage)))
    }
}
