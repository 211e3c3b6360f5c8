import Model
import ConnectorKit
import Host
import Store
import Synchronization
import Testing
import TestSupport

/// How often, and how fast, a service is asked.
@Suite struct RequestTests {
    private static func asking(_ url: String, pace: Duration? = nil) -> LooseProvider {
        LooseProvider(
            page: { checkpoint, connection throws(Failure) in
                let answer = try await connection.client.send(HTTPRequest(.get, url, authorized: false))
                guard answer.status == 200, answer.body.isEmpty else {
                    throw .contract("HTTP \(answer.status), and no page")
                }
                let number = (checkpoint.flatMap { Int($0.text) } ?? 0) + 1
                return ScriptedProvider.page([number], next: number < 3 ? "\(number)" : nil, total: 3)
            }, pace: pace)
    }

    @Test(
        "a page that is not there is asked for once, and one that came broken four times",
        arguments: [(404, 1), (405, 1), (400, 1), (408, 4), (200, 4)])
    func refused(status: Int, times: Int) async throws {
        let network = Recorder(clock: LeapClock(), status: status, body: [1])
        let neighbours = try await Neighbours(
            Self.asking("https://service.example/"), clock: network.clock, network: network)
        defer { neighbours.remove() }
        #expect(try await neighbours.sync() == [.failed, .done])
        #expect(try await neighbours.runs().first == Told(.failed, "HTTP \(status), and no page"))
        #expect(network.starts.count == times)
    }

    @Test(
        "requests start as far apart as the provider declares, save to this machine",
        arguments: [
            ("https://service.example/", .seconds(3), [0, 3, 6]),
            ("https://service.example/", nil, [0, 0, 0]),
            ("http://127.0.0.1:1/", .seconds(3), [0, 0, 0]),
        ] as [(String, Duration?, [Int])])
    func pace(url: String, pace: Duration?, starts: [Int]) async throws {
        let network = Recorder(clock: LeapClock(), status: 200, body: [])
        let neighbours = try await Neighbours(
            Self.asking(url, pace: pace), clock: network.clock, network: network)
        defer { neighbours.remove() }
        #expect(try await neighbours.sync() == [.done, .done])
        #expect(network.starts == starts.map { .seconds($0) })
    }
}

/// Answers everything alike, and notes when it was asked.
private final class Recorder: HTTPClient {
    let clock: LeapClock
    private let status: Int
    private let body: [UInt8]
    private let noted = Mutex<[Duration]>([])

    init(clock: LeapClock, status: Int, body: [UInt8]) {
        (self.clock, self.status, self.body) = (clock, status, body)
    }

    var starts: [Duration] { noted.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        noted.withLock { $0.append(clock.now.offset) }
        return HTTPResponse(status: status, body: body)
    }
}
