import ConnectorKit
import Testing
import Transport
import TestSupport

@Suite struct CancellationTests {
    @Test("A cancelled request ends at once, and its connection is closed")
    func underWay() async throws {
        try await ScriptedServer.run { _ in
            [.hold]
        } during: { server in
            let client = CurlClient()
            let url = server.url + "/x?key=s3cret"
            let task = Task { () async throws(Failure) in try await client.send(HTTPRequest(.get, url)) }
            await eventually("the request arrives") { server.requests.count == 1 }
            task.cancel()
            await #expect(throws: Failure.fatal("GET \(server.url)/x was cancelled")) { try await task.value }
            await eventually("the connection is given up") { server.abandoned == 1 }
        }
    }

    @Test("A task that is already cancelled sends nothing")
    func before() async throws {
        try await ScriptedServer.run { _ in
            Step.answer("ok")
        } during: { server in
            let client = CurlClient()
            let url = server.url
            let task = Task { () async throws(Failure) in
                withUnsafeCurrentTask { $0?.cancel() }
                return try await client.send(HTTPRequest(.get, url))
            }
            await #expect(throws: Failure.fatal("GET \(server.url)/ was cancelled")) { try await task.value }
            #expect(server.requests.isEmpty)
        }
    }

    @Test(
        "Each of 2,000 requests ends exactly once; the third not cancelled gets its own response"
    )
    func stress() async throws {
        try await ScriptedServer.run { request in
            Step.answer(request.target)
        } during: { server in
            let client = CurlClient()
            let url = server.url
            let ends = await withTaskGroup(of: Bool.self, returning: [Bool].self) { group in
                for number in 0..<2_000 {
                    let task = Task { () async throws(Failure) in
                        try await client.send(HTTPRequest(.get, "\(url)/\(number)"))
                    }
                    group.addTask {
                        if number % 3 != 0 {
                            // Some are cancelled before they begin, some while they run, some after.
                            for _ in 0..<number % 7 { await Task.yield() }
                            task.cancel()
                        }
                        do {
                            let answer = try await task.value
                            #expect(answer.body == Array("/\(number)".utf8))
                            return true
                        } catch {
                            #expect(error as? Failure == .fatal("GET \(url)/\(number) was cancelled"))
                            #expect(number % 3 != 0)
                            return false
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(ends.count == 2_000)
            #expect(ends.contains(false))
            let last = try await client.send(HTTPRequest(.get, url + "/last"))
            #expect(last.body == Array("/last".utf8))
        }
    }
}
