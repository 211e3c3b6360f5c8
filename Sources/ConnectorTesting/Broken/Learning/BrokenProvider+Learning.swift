import ConnectorKit
import Foundation
import Synchronization

extension BrokenProvider {
    /// Wrong in what they make of learners, and of calls.
    static let learning: [BrokenProvider] = [
        hasty, counting, satisfied, ownTokens, skipping, forgetfulOfPlaces, single, renaming, secretive,
        faithful, restless,
        partial, drifting, tolerant, eager, lenient, deaf,
    ]

    private static func learning(
        _ test: String, _ flaw: String, _ change: (inout BrokenLearning) -> Void
    ) -> BrokenProvider {
        var broken = BrokenProvider(breaks: test, flaw: flaw)
        change(&broken.learning)
        return broken
    }

    private static let hasty = learning("enrolments", "goes on behind the second in which a page ends") {
        $0.page = { request, connection async throws(Failure) in
            .page(
                try await SampleProvider.enrolments(request, of: connection) { seconds, since, _ in
                    ((seconds.last ?? since) + 1, 0)
                })
        }
    }

    private static let counting = learning("enrolments-total", "states the rows of a page as the total") {
        $0.page = { request, connection async throws(Failure) in
            guard case .page(var page) = try await SampleProvider().enrolments(request, of: connection) else {
                return .checkpointRefused("it cannot be read")
            }
            page.total = page.rows
            return .page(page)
        }
    }

    private static let satisfied = learning("enrolments-end", "takes an empty page for the end") {
        $0.page = { request, connection async throws(Failure) in
            do throws(Failure) {
                return try await SampleProvider().enrolments(request, of: connection)
            } catch {
                guard case .contract = error else { throw error }
                return .page(EnrolmentPage(enrolments: [], rows: 0, next: nil))
            }
        }
    }

    private static let ownTokens = learning("stats-token", "sends a token of its own for statistics") {
        $0.page = { request, connection async throws(Failure) in
            let token = try await SampleProvider().accessToken(connection)
            let client = OwnToken(client: connection.client, token: token?.value.reveal() ?? "")
            return try await SampleProvider().enrolments(
                request, of: Connection(settings: connection.settings, client: client))
        }
    }

    /// As a provider does whose service reports by windows.
    private static let skipping = learning("no-gap", "lists changes from the end of the present window on") {
        $0.page = { request, connection async throws(Failure) in
            guard case .page(var page) = try await SampleProvider().enrolments(request, of: connection) else {
                return .checkpointRefused("it cannot be read")
            }
            let now = connection.now
            page.enrolments.removeAll { $0.updatedAt > now }
            let end = Int(now.timeIntervalSince1970) + 10
            if page.next == nil { page.mark = Checkpoint(of: ["since": end, "skip": 0]) }
            return .page(page)
        }
    }

    private static let forgetfulOfPlaces = learning(
        "enrolments-resume", "begins anew over another connection, whatever the checkpoint"
    ) { learning in
        let place = Kept<Checkpoint?>(nil)
        learning.page = { request, connection async throws(Failure) in
            var own = request
            if request.checkpoint != place.value { own.checkpoint = nil }
            let answer = try await SampleProvider().enrolments(own, of: connection)
            if case .page(let page) = answer { place.value = page.next }
            return answer
        }
    }

    private static let single = learning("enrolments-again", "reads the first of many again, and no other") {
        $0.about = { Array($0.prefix(1)) }
    }

    private static let renaming = learning("named-again", "makes up an id whenever it names an enrolment") {
        learning in
        let named = Kept(0)
        learning.page = { request, connection async throws(Failure) in
            try await SampleProvider().enrolments(request, of: connection).changing { enrolment in
                named.value += 1
                enrolment.id += "-\(named.value)"
            }
        }
    }

    private static let faithful = learning(
        "changed-address", "keeps the address of an account as it was first told"
    ) { learning in
        let known = Kept<[String: LearnerAccount]>([:])
        learning.answers = { accounts in
            accounts.map { account in
                if account.email != nil, known.value[account.id] == nil { known.value[account.id] = account }
                return known.value[account.id] ?? account
            }
        }
    }

    private static let secretive = learning("learners", "leaves out accounts without e-mail address") {
        $0.answers = { $0.filter { $0.email != nil } }
    }

    private static let restless = learning(
        "second-reading", "takes the time of reading for that of the update"
    ) { learning in
        let reading = Kept<TimeInterval>(0)
        learning.page = { request, connection async throws(Failure) in
            reading.value += 60
            let shift = reading.value
            return try await SampleProvider().enrolments(request, of: connection).changing {
                $0.updatedAt += shift
            }
        }
    }

    private static let partial = learning("windows", "takes the time in one window for all of it") {
        $0.page = { request, connection async throws(Failure) in
            try await SampleProvider().enrolments(request, of: connection).changing { enrolment in
                guard case .windows(let windows) = enrolment.timeSpent, let time = windows.values.first else {
                    return
                }
                enrolment.timeSpent = .total(time)
            }
        }
    }

    private static let drifting = learning("window-begins", "counts windows back from the present") {
        $0.page = { request, connection async throws(Failure) in
            let now = connection.now
            return try await SampleProvider().enrolments(request, of: connection).changing { enrolment in
                guard case .windows(let windows) = enrolment.timeSpent, let time = windows.values.first else {
                    return
                }
                enrolment.timeSpent = .windows([now: time])
            }
        }
    }

    private static let tolerant = learning(
        "enrolments-foreign", "begins anew at a checkpoint it cannot read, and says nothing"
    ) {
        $0.page = { request, connection async throws(Failure) in
            let answer = try await SampleProvider().enrolments(request, of: connection)
            guard case .checkpointRefused = answer else { return answer }
            return try await SampleProvider().enrolments(
                EnrolmentRequest(contents: request.contents), of: connection)
        }
    }

    private static let eager = learning("registration", "makes a new webhook each time") {
        $0.changed = { _ in true }
    }

    private static let lenient = learning(
        "signature", "leaves the time out of what was signed"
    ) {
        $0.signature = { signature in
            signature.map { WebhookSignature(signedAt: $0.signedAt, prefix: [], codes: $0.codes) }
        }
    }

    private static let deaf = learning("events", "does not say which enrolment an event is about") {
        $0.event = { ProviderEvent(id: $0.id, type: $0.type, subject: .other) }
    }
}

/// Adds a token without the host's knowing.
private struct OwnToken: HTTPClient {
    let client: any HTTPClient
    let token: String

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        var request = request
        request.authorized = false
        request.headers.append(HTTPHeader("Authorization", "Bearer \(token)"))
        return try await client.send(request)
    }
}

extension EnrolmentAnswer {
    /// The same with every enrolment changed.
    fileprivate func changing(_ change: (inout Enrolment) -> Void) -> EnrolmentAnswer {
        guard case .page(var page) = self else { return self }
        for index in page.enrolments.indices { change(&page.enrolments[index]) }
        return .page(page)
    }
}

/// A value kept where it must not be.
private final class Kept<Value: Sendable>: Sendable {
    private let kept: Mutex<Value>
    init(_ value: Value) { kept = Mutex(value) }
    var value: Value {
        get { kept.withLock { $0 } }
        set { kept.withLock { $0 = newValue } }
    }
}
