import ConnectorKit
import Foundation
import OAIPMHSimulator
import SimulatorSupport
import Synchronization
import Testing
import Transport
import TestSupport

@testable import OAIPMH

@Suite("OAI-PMH against its simulator")
struct EndToEndTests {
    @Test(
        "each of 1,230 records is listed once, in both formats",
        arguments: ["oai_dc", "oai_lom"])
    func whole(prefix: String) async throws {
        let repository = OAIRepository(items: 1_230)
        let harvest = try await RepositorySite.with(repository) { site in
            try await Harvest(of: site.connection(["metadata_prefix": prefix]))
        }
        #expect(harvest.ids == repository.identifiers)
        #expect(harvest.deleted == repository.deletedIdentifiers)
        #expect(harvest.deleted.count == 24)
        #expect(harvest.rows == 1_254)
        #expect(harvest.total == 1_254)
        #expect(harvest.pages == 13)
        #expect(harvest.scopes == [.whole])
        #expect(harvest.refused == [])
        let courses = harvest.courses(settings(["metadata_prefix": prefix]))
        #expect(courses.values.allSatisfy { (try? $0.get()) != nil })
        #expect(Set(harvest.items.map(\.digest)).count == 1_230)
    }

    @Test("both formats make the same course of a record, except for values that only LOM has")
    func sameCourses() async throws {
        let harvests = try await RepositorySite.with(OAIRepository(items: 60)) { site in
            let flat = try await Harvest(of: site.connection())
            return [flat, try await Harvest(of: site.connection(["metadata_prefix": "oai_lom"]))]
        }
        let flat = harvests[0].courses(settings())
        let lom = harvests[1].courses(settings(["metadata_prefix": "oai_lom"]))
        #expect(flat.count == 60)
        for (id, course) in flat {
            var other = try #require(try lom[id]?.get())
            #expect(other.duration != nil)
            other.duration = nil
            let own = try course.get()
            #expect(own == other)
        }
    }

    @Test("awkward records are mapped or refused with a reason, and the listing goes on")
    func awkward() async throws {
        let repository = OAIRepository(items: 300) { $0.awkward = true }
        let harvest = try await RepositorySite.with(repository) { site in
            try await Harvest(of: site.connection())
        }
        #expect(harvest.rows == 306)
        var outcomes: [String: String] = [:]
        let courses = harvest.courses(settings())
        for awkward in AwkwardRecord.all {
            let id = try #require(repository.identifier(of: awkward))
            let refused = harvest.refused.first { $0.id == id }?.reason
            switch courses[id] {
            case .success(let course): outcomes[awkward.name] = course.launchURL
            case .failure(let failure): outcomes[awkward.name] = failure.message
            case nil: outcomes[awkward.name] = refused
            }
        }
        let reasons = outcomes.filter { !$0.value.hasPrefix("https://") }
            .mapValues { $0.replacing(/line \d+, column \d+/, with: "PLACE") }
        #expect(reasons == Self.reasons)
        #expect(outcomes["a handle"] == "https://hdl.handle.net/20.500/77")
        #expect(
            outcomes["a DOI of odd characters"] == "https://doi.org/10.1002/(SICI)1097%3C1::AID%232%3E3.0")
        let nameless = harvest.refused.filter { $0.id == nil }.map(\.reason)
        #expect(nameless == ["page 3, row 70: no header.identifier"])
    }

    private static let reasons = [
        "title missing": "no dc:title",
        "title blank": "no dc:title",
        "nothing to open":
            "nothing to open: a web address, DOI, handle or urn:nbn was expected in dc:identifier, "
            + "found \"ISBN 978-3-16-148410-0\"",
        "no identifier at all":
            "nothing to open: a web address, DOI, handle or urn:nbn was expected in dc:identifier, found none",
        "metadata missing": "the record has no metadata",
        "metadata of another format":
            "the metadata is lom; Dublin Core was expected: is the setting metadata_prefix right?",
        "a character XML does not know": "no dc:title",
        "an entity nobody declared": "no dc:title",
        "a prefix nobody declared":
            "nothing to open: a web address, DOI, handle or urn:nbn was expected in dc:identifier, found none",
    ]

    // MARK: - Tokens

    @Test("a listing is complete with every form of tokens")
    func tokens() async throws {
        let changes: [@Sendable (inout OAIRepository.Options) -> Void] = [
            { $0.endsWithEmptyToken = false }, { $0.statesCursor = false }, { $0.tokenLifetime = nil },
            { $0.statesSize = false },
        ]
        for change in changes {
            let repository = OAIRepository(items: 45) {
                $0.pageSize = 10
                change(&$0)
            }
            let harvest = try await RepositorySite.with(repository) { site in
                try await Harvest(of: site.connection())
            }
            #expect(harvest.ids == repository.identifiers)
            #expect(harvest.total == (repository.options.statesSize ? 45 : nil))
        }
    }

    @Test("an expired token restarts the listing")
    func expired() async throws {
        let clock = TestDate()
        let repository = OAIRepository(items: 250, clock: clock)
        try await RepositorySite.with(repository) { site in
            let connection = site.connection()
            guard case .page(let page) = try await oai.page(PageRequest(), of: connection) else {
                throw Failure.fatal("no page")
            }
            clock.pass(3_600)
            guard
                case .checkpointRefused(let reason) = try await oai.page(
                    PageRequest(after: page.next), of: connection)
            else { throw Failure.fatal("not refused") }
            #expect(
                reason
                    == "GET \(site.url)?verb=ListRecords, page 2: badResumptionToken, "
                    + "\"the token has expired\""
            )
        }
    }

    // MARK: - Faults

    @Test("the client waits after a 503 with Retry-After, and nothing is lost")
    func retryAfter() async throws {
        let repository = OAIRepository(items: 250) {
            $0.faults = [
                FaultRule(.common(.status(503)), .page(1)), FaultRule(.common(.cut), .page(2)),
            ]
        }
        let pauses = Mutex<[Duration]>([])
        let environment = RetryEnvironment(
            now: { Date(timeIntervalSince1970: 0) },
            sleep: { pause in pauses.withLock { $0.append(pause) } }, fraction: { 0.5 })
        let harvest = try await RepositorySite.with(repository) { site in
            let client = RetryingClient(
                site.client, budget: RetryBudget(), meter: TrafficMeter(), environment: environment)
            return try await Harvest(
                of: Connection(settings: settings(["url": site.url]), client: client))
        }
        #expect(harvest.ids == repository.identifiers)
        #expect(pauses.withLock { $0 } == [.seconds(1), .milliseconds(250)])
    }

    @Test(
        "an invalid page is reported and can be requested again",
        arguments: [
            (PageFault.html, "the answer is an HTML page, not XML: \"We will be right back\""),
            (.garbage, ""),
        ])
    func noPage(fault: PageFault, message: String) async throws {
        let repository = OAIRepository(items: 30) { $0.faults = [FaultRule(.common(fault), .page(1))] }
        try await RepositorySite.with(repository) { site in
            let connection = site.connection()
            let failure = await #expect(throws: Failure.self) {
                try await oai.page(PageRequest(), of: connection)
            }
            guard case .contract(let text)? = failure else {
                Issue.record("\(String(describing: failure)) is not a contract failure")
                return
            }
            #expect(text.hasPrefix("GET \(site.url)?verb=ListRecords, page 1: \(message)"))
            let again = try await Harvest(of: connection)
            #expect(again.ids == repository.identifiers)
        }
    }

    // MARK: - Verifying

    @Test("a wrong address, format or set is reported with what would be right")
    func verified() async throws {
        try await RepositorySite.with(OAIRepository(items: 10)) { site in
            try await oai.verify(.catalog, of: site.connection())
            try await oai.verify(
                .catalog, of: site.connection(["set": "science:life", "metadata_prefix": "oai_lom"]))
            await #expect(
                throws: Failure.configuration(
                    "\(site.url) has no metadata format \"qdc\"; the setting metadata_prefix must name "
                        + "one of oai_dc, oai_lom")
            ) { try await oai.verify(.catalog, of: site.connection(["metadata_prefix": "qdc"])) }
            await #expect(
                throws: Failure.configuration(
                    "\(site.url) has no set \"medicine\"; the setting set must name one of law, law:civil, "
                        + "science, science:math, science:life, arts")
            ) { try await oai.verify(.catalog, of: site.connection(["set": "medicine"])) }
            let wrong = String(site.url.dropLast("/request".count))
            await #expect(
                throws: Failure.contract(
                    "GET \(wrong)?verb=Identify: HTTP 404; is the setting url right?")
            ) { try await oai.verify(.catalog, of: site.connection(["url": wrong])) }
        }
    }

    @Test("a set in a repository without sets is reported")
    func noSets() async throws {
        try await RepositorySite.with(OAIRepository(items: 10) { $0.sets = false }) { site in
            await #expect(
                throws: Failure.configuration(
                    "GET \(site.url)?verb=ListSets: noSetHierarchy, \"the repository has no sets\"; "
                        + "the repository has no sets: remove the setting set")
            ) { try await oai.verify(.catalog, of: site.connection(["set": "law"])) }
        }
    }
}
