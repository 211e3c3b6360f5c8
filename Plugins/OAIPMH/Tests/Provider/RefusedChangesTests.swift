import ConnectorKit
import Foundation
import OAIPMHSimulator
import TestSupport
import Testing
import Transport

@testable import OAIPMH

@Suite("Repositories that refuse to list changes")
struct RefusedChangesTests {
    typealias Refusal = OAIRepository.FromRefusal

    /// A connection with the host's retries, without their pauses.
    private func connection(_ site: RepositorySite) -> Connection {
        let environment = RetryEnvironment(
            now: { Date(timeIntervalSince1970: 0) }, sleep: { _ in }, fraction: { 0 })
        let client = RetryingClient(
            site.client, budget: RetryBudget(), meter: TrafficMeter(), environment: environment)
        return Connection(settings: settings(["url": site.url]), client: client)
    }

    private static let refusals: [(Refusal, String)] = [
        (.error("badArgument"), ", from=DATE: badArgument, \"from is not supported\""),
        (
            .error("cannotDisseminateFormat"),
            ", from=DATE: cannotDisseminateFormat, \"from is not supported\""
        ),
        (.error("noRecordsMatch"), ", page 1: nothing is listed, not even a known record"),
        (.error("idDoesNotExist"), ", from=DATE: idDoesNotExist, \"from is not supported\""),
        (.emptyList, ", page 1: nothing is listed, not even a known record"),
        (.status(400), ", from=DATE: HTTP 400"), (.status(403), ", from=DATE: HTTP 403"),
        (.status(422), ", from=DATE: HTTP 422"),
        (.status(500), ": the service answered 500 at each of 5 attempts; run it again later"),
        (.html, ", page 1: the answer is an HTML page, not XML: \"We will be right back\""),
    ]

    @Test(
        "everything is listed in the same run, and changes are tried again after a week",
        arguments: refusals, OAIRepository.Granularity.allCases)
    func everything(_ case: (Refusal, String), _ granularity: OAIRepository.Granularity) async throws {
        let (refusal, reason) = `case`
        let clock = TestDate()
        let repository = OAIRepository(items: 150, clock: clock) { $0.granularity = granularity }
        try await RepositorySite.with(repository) { site in
            let connection = connection(site)
            let first = try await Harvest(of: connection)
            repository.setFromRefusal(refusal)
            clock.pass(86_400)
            let added = repository.add()

            let second = try await Harvest(since: first.mark, of: connection)
            #expect(second.scopes == [.whole])
            #expect(second.ids == first.ids + [added.identifier])
            let label = "GET \(site.url)" + (refusal == .status(500) ? "" : "?verb=ListRecords")
            #expect(
                second.remarks == [
                    label + reason.replacing("DATE", with: "2027-01-14")
                        + "; everything is listed instead, until 2027-01-23"
                ])

            clock.pass(6 * 86_400)
            repository.clearRequests()
            let third = try await Harvest(since: second.mark, of: connection)
            #expect(third.scopes == [.whole])
            #expect(!repository.requests.contains { $0.query.contains("from=") })
            #expect(
                third.remarks == [
                    "GET \(site.url)?verb=ListRecords, page 1: the repository refused to list changes; "
                        + "everything is listed instead, until 2027-01-23"
                ])

            clock.pass(86_400)
            repository.setFromRefusal(nil)
            let fourth = try await Harvest(since: third.mark, of: connection)
            #expect(fourth.scopes == [.changes])
            #expect(fourth.ids == [])
            #expect(fourth.remarks == [])
        }
    }

    @Test("days are taken if seconds are refused, and asked for at once from then on")
    func byDay() async throws {
        let clock = TestDate()
        let repository = OAIRepository(items: 150, clock: clock)
        try await RepositorySite.with(repository) { site in
            let connection = connection(site)
            let first = try await Harvest(of: connection)
            repository.setFromRefusal(.seconds)
            clock.pass(3_600)
            let added = repository.add()
            let second = try await Harvest(since: first.mark, of: connection)
            #expect(second.scopes == [.changes])
            #expect(second.ids == [added.identifier])
            #expect(
                second.remarks == [
                    "GET \(site.url)?verb=ListRecords, from=2027-01-14T08:00:00Z: badArgument, "
                        + "\"from is too fine\"; changes are listed by day instead"
                ])
            repository.clearRequests()
            let third = try await Harvest(since: second.mark, of: connection)
            #expect(third.ids == [added.identifier])
            #expect(third.remarks == [])
            #expect(
                repository.requests.map(\.query) == [
                    "verb=Identify", "verb=ListRecords&metadataPrefix=oai_dc&from=2027-01-14",
                ])
        }
    }

    @Test("noRecordsMatch means that nothing changed if the newest known record is found by its datestamp")
    func nothingChanged() async throws {
        let repository = OAIRepository(items: 20)
        try await RepositorySite.with(repository) { site in
            let first = try await Harvest(of: connection(site))
            repository.clearRequests()
            let second = try await Harvest(since: first.mark, of: connection(site))
            #expect(second.scopes == [.changes])
            #expect(second.rows == 0)
            #expect(second.mark == first.mark)
            #expect(repository.requests.count == 3)
        }
    }

    @Test("if the repository does not answer at all, the run fails as it is")
    func unreachable() async throws {
        let client = ScriptedClient([
            .success(.identify()), .failure(.transient("the connection was refused")),
            .failure(.transient("the connection was refused again")),
        ])
        await #expect(throws: Failure.transient("the connection was refused")) {
            try await oai.page(
                PageRequest(since: Checkpoint("2024-01-02T03:04:05Z")),
                of: Connection(settings: settings(), client: client))
        }
    }

    @Test("a listing that fails without from as well says why that one did")
    func broken() async throws {
        let client = ScriptedClient(
            .identify(granularity: "YYYY-MM-DD"), .error("badArgument"), .error("badVerb", "no lists today"))
        await #expect(
            throws: Failure.contract(
                "GET https://repository.example.edu/oai?verb=ListRecords, page 1: badVerb, "
                    + "\"no lists today\"; an answer was expected")
        ) {
            try await oai.page(
                PageRequest(since: Checkpoint("2024-01-02T03:04:05Z")),
                of: Connection(settings: settings(), client: client))
        }
    }

    @Test(
        "a mark keeps what is refused",
        arguments: [
            "2024-05-01T10:20:30Z", "2024-05-01T10:20:30Z,newest=2024-04-30T00:00:00Z,by-day",
            "2024-05-01T10:20:30Z,everything-until=2024-05-08T10:20:30Z",
        ])
    func mark(text: String) {
        #expect(ChangeMark(text)?.text == text)
        #expect(ChangeMark(text + ",unknown") == nil)
        #expect(ChangeMark("x" + text) == nil)
    }
}
