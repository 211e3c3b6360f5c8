import ConnectorKit
import Crypto
import Foundation
import Synchronization
import Transport

/// The side of a ``SampleService`` that knows who learns, and calls when a webhook is registered.
final class SampleLearning: Sendable {
    static let pageSize = 10
    static let header = "Sample-Signature"

    private let crowd: Int
    private let isActive: Bool
    /// In how many windows, of 10 seconds and every other one, one learner was active.
    private let windows: Int
    /// The number of the page that is empty at first.
    private let emptyPage: Int?
    private let listed = Atomic(0)
    private let webhook = Mutex<(url: String, secret: String)?>(nil)

    /// - Parameters:
    ///   - crowd: how many of its enrolments share a second.
    ///   - isActive: whether it calls.
    ///   - windows: in how many windows one learner was active.
    ///   - emptyPage: the number of a page that is empty at first.
    init(crowd: Int, isActive: Bool, windows: Int, emptyPage: Int?) {
        self.windows = windows
        self.emptyPage = emptyPage
        self.crowd = crowd
        self.isActive = isActive
    }

    /// Nil if the address is none of its own.
    func answer(_ request: HTTPRequest) -> HTTPResponse? {
        let parts = URLComponents(string: request.url)
        func number(_ name: String) -> Int? {
            parts?.queryItems?.first { $0.name == name }?.value.flatMap { Int($0) }
        }
        func texts(_ name: String) -> [Substring] {
            parts?.queryItems?.first { $0.name == name }?.value?.split(separator: ",") ?? []
        }
        switch (parts?.path, request.method) {
        case ("/enrolments", .get):
            guard let since = number("since") else {
                let wanted = Set(texts("ids"))
                return .list(rows.filter { wanted.contains("\($0.id)") }.map(\.json), total: wanted.count)
            }
            let found = rows.filter { $0.updated >= since }.dropFirst(number("skip") ?? 0)
            let isEmpty = listed.add(1, ordering: .relaxed).newValue == emptyPage
            return .list(found.prefix(isEmpty ? 0 : Self.pageSize).map(\.json), total: found.count)
        case ("/accounts", .get):
            let known = texts("ids").compactMap { Int($0) }.filter { (0..<Self.accounts).contains($0) }
            return .list(known.map(Self.account), total: known.count)
        case ("/webhook", _): return webhook(request)
        default: return nil
        }
    }

    // MARK: - Data

    private struct Row {
        let id: Int
        let updated: Int
        /// The begin of the window that the row is about; nil if it is about all time.
        var window: Int?
        var seconds = 30

        var json: String {
            let status = id % 3 == 0 ? "completed" : "in-progress"
            let time = window.map { #","window":\#($0),"seconds":\#(seconds)"# } ?? ""
            return """
                {"id":"\(id)","content":"\(id % 9)","account":"\(id % SampleLearning.accounts)",\
                "status":"\(status)","created":\(min(updated, 1_700_000_000)),"updated":\(updated)\(time)}
                """
        }
    }

    private static let accounts = 8

    /// Each in a second of its own, but for the crowd; sorted by the time of update.
    private var rows: [Row] {
        (0..<(45 + crowd)).map { id in
            let second = id < 15 ? id : id < 15 + crowd ? 15 : id - crowd + 1
            return Row(
                id: id, updated: 1_700_000_000 + second, window: id == 0 ? 1_700_000_000 : nil)
        }
            + (0..<windows).map { window in
                let begin = 1_700_001_000 + window * 20
                return Row(id: 1_000, updated: begin + 5, window: begin, seconds: 60)
            }
    }

    private static func account(_ id: Int) -> String {
        id % 4 == 3 ? #"{"id":"\#(id)"}"# : #"{"id":"\#(id)","email":"learner\#(id)@sample.example"}"#
    }

    // MARK: - Webhook

    private func webhook(_ request: HTTPRequest) -> HTTPResponse {
        switch request.method {
        case .put:
            let lines = String(decoding: request.body ?? [], as: UTF8.self).split(separator: "\n")
            guard lines.count == 2 else { return HTTPResponse(status: 400) }
            let (url, secret) = (String(lines[0]), String(lines[1]))
            webhook.withLock { $0 = (url, secret) }
            if isActive { Task { await Self.call(url, secret) } }
        case .delete: webhook.withLock { $0 = nil }
        default: break
        }
        let known = webhook.withLock { $0 }
        return HTTPResponse(status: 200, body: Array((known.map { "\($0.url)\n\($0.secret)" } ?? "").utf8))
    }

    private static func call(_ url: String, _ secret: String) async {
        for number in 1...3 {
            await call(url, secret, Array(#"{"event":"evt-\#(number)","enrolment":"7"}"#.utf8))
        }
    }

    private static func call(_ url: String, _ secret: String, _ body: [UInt8]) async {
        let seconds = Int(Date().timeIntervalSince1970)
        var code = HMAC<SHA256>(key: SymmetricKey(data: Data(secret.utf8)))
        code.update(data: Data("\(seconds).".utf8))
        code.update(data: Data(body))
        let signature = "\(seconds).\(Data(code.finalize()).base64EncodedString())"
        _ = try? await CurlClient().send(
            HTTPRequest(
                .post, url, headers: [HTTPHeader(header, signature)], body: body, authorized: false))
    }
}

extension HTTPResponse {
    fileprivate static func list(_ rows: [String], total: Int) -> HTTPResponse {
        HTTPResponse(
            status: 200, body: Array(#"{"total":\#(total),"rows":[\#(rows.joined(separator: ","))]}"#.utf8))
    }
}
