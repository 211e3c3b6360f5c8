import ConnectorKit
import Foundation

extension BrokenProvider {
    /// Wrong in what it makes of a failure.
    static let failures: [BrokenProvider] = [
        unrepeatable, unreadableIsLast, partial, restless, swallowing, detached, talkative,
    ]

    private static let unrepeatable = BrokenProvider(
        breaks: "retries", flaw: "says that its requests must not be repeated"
    ).answering { request, connection throws(Failure) in
        var page = SampleProvider.request(request.checkpoint, connection)
        page.repeatable = false
        return try SampleProvider.read(try await connection.client.send(page))
    }

    private static let unreadableIsLast = BrokenProvider(
        breaks: "unreadable-page", flaw: "takes an answer it cannot read for the end of the listing"
    ).answering { request, connection throws(Failure) in
        do throws(Failure) { return try await SampleProvider().page(request, of: connection) } catch {
            guard case .contract = error else { throw error }
            return end
        }
    }

    private static let partial = BrokenProvider(
        breaks: "half-page", flaw: "takes what it can read of a page for the whole page"
    ).answering { request, connection throws(Failure) in
        let answer = try await connection.client.send(SampleProvider.request(request.checkpoint, connection))
        let text = String(decoding: answer.body, as: UTF8.self)
        guard !text.hasSuffix("}"), let end = text.range(of: "},", options: .backwards) else {
            return try SampleProvider.read(answer)
        }
        let mended = text[..<end.lowerBound] + "}]}"
        return try SampleProvider.read(HTTPResponse(status: answer.status, body: Array(mended.utf8)))
    }

    private static let restless = BrokenProvider(
        breaks: "error-mix", flaw: "begins the listing again at every answer it cannot read"
    ).answering { request, connection throws(Failure) in
        do throws(Failure) { return try await SampleProvider().page(request, of: connection) } catch {
            guard case .contract(let reason) = error else { throw error }
            return .checkpointRefused(reason)
        }
    }

    private static let swallowing = BrokenProvider(
        breaks: "outage", flaw: "takes a lost connection for the end of the listing"
    ).answering { request, connection throws(Failure) in
        do throws(Failure) { return try await SampleProvider().page(request, of: connection) } catch {
            guard case .transient = error else { throw error }
            return end
        }
    }

    private static let detached = BrokenProvider(
        breaks: "cancellation", flaw: "sends its requests from a task that nobody cancels"
    ).answering { request, connection throws(Failure) in
        let work = Task.detached { () -> Result<CatalogAnswer, Failure> in
            do throws(Failure) {
                return .success(try await SampleProvider().page(request, of: connection))
            } catch {
                return .failure(error)
            }
        }
        return try await work.value.get()
    }

    private static let talkative: BrokenProvider = {
        var broken = BrokenProvider(
            breaks: "secrets", flaw: "repeats in its messages what the service answered")
        broken.token = { connection throws(Failure) in
            let teller = Teller(client: connection.client)
            return try await SampleProvider().accessToken(
                Connection(settings: connection.settings, client: teller))
        }
        return broken
    }()

    /// An empty page that says that it is the last.
    private static let end = CatalogAnswer.page(
        CatalogPage(items: [], rows: 0, next: nil, total: nil, isLast: true))

    /// Fails with the whole answer in its message.
    private struct Teller: HTTPClient {
        let client: any HTTPClient

        func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
            let answer = try await client.send(request)
            guard answer.status != 200 else { return answer }
            throw .credentials("refused: \(String(decoding: answer.body, as: UTF8.self))")
        }
    }
}
