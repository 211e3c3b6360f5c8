import ConnectorKit
import Foundation
import OAIPMHSimulator
import Testing
import TestSupport

@testable import OAIPMH

@Suite("Listings of changes")
struct ChangesTests {
    @Test(
        "with persistent deletions the next listing has the changes, deletions included",
        arguments: OAIRepository.Granularity.allCases)
    func changes(granularity: OAIRepository.Granularity) async throws {
        let clock = TestDate()
        let repository = OAIRepository(items: 250, clock: clock) { $0.granularity = granularity }
        try await RepositorySite.with(repository) { site in
            let first = try await Harvest(of: site.connection())
            #expect(first.mark?.text.hasPrefix("2027-01-14T08:00:00Z,newest=2018-01-0") == true)
            let ids = repository.identifiers
            // In the same second as the first response.
            repository.update(ids[7]) { $0.elements["title"] = ["Changed"] }
            clock.pass(3_600)
            repository.delete(ids[9])
            let added = repository.add()
            repository.clearRequests()

            let second = try await Harvest(since: first.mark, of: site.connection())
            #expect(second.ids == [ids[7], added.identifier])
            #expect(second.deleted == [ids[9]])
            #expect(second.scopes == [.changes])
            #expect(second.mark?.text.hasPrefix("2027-01-14T09:00:00Z,newest=2027-01-15T") == true)
            let from = granularity == .day ? "2027-01-14" : "2027-01-14T08%3A00%3A00Z"
            #expect(
                repository.requests.map(\.query) == [
                    "verb=Identify", "verb=ListRecords&metadataPrefix=oai_dc&from=\(from)",
                ])
        }
    }

    @Test("a listing without changes is empty and complete")
    func noChanges() async throws {
        try await RepositorySite.with(OAIRepository(items: 20)) { site in
            let first = try await Harvest(of: site.connection())
            let second = try await Harvest(since: first.mark, of: site.connection())
            #expect(second.rows == 0)
            #expect(second.scopes == [.changes])
            #expect(second.mark == first.mark)
        }
    }

    @Test(
        "without persistent deletions everything is listed every time, and no header archives",
        arguments: [OAIRepository.Deletions.no, .transient])
    func noMemory(deletions: OAIRepository.Deletions) async throws {
        let repository = OAIRepository(items: 150) { $0.deletions = deletions }
        try await RepositorySite.with(repository) { site in
            let first = try await Harvest(of: site.connection())
            #expect(first.mark == nil)
            #expect(first.ids == repository.identifiers)
            #expect(first.deleted == [])
            repository.delete(repository.identifiers[3])
            let second = try await Harvest(
                since: Checkpoint("2027-01-14T08:00:00Z"), of: site.connection())
            #expect(second.scopes == [.whole])
            #expect(second.ids == repository.identifiers)
            #expect(second.deleted == [])
            #expect(second.mark == nil)
        }
    }

    @Test("a set is listed completely every time, with its subsets")
    func sets() async throws {
        let repository = OAIRepository(items: 200)
        try await RepositorySite.with(repository) { site in
            let connection = site.connection(["set": "law"])
            let first = try await Harvest(of: connection)
            let expected = repository.identifiers.filter { id in
                repository.record(id)?.sets.contains { $0 == "law" || $0 == "law:civil" } == true
            }
            #expect(first.ids == expected)
            #expect(!expected.isEmpty && expected.count < 200)
            repository.update(expected[0]) { $0.sets = ["arts"] }
            let second = try await Harvest(since: first.mark, of: connection)
            #expect(second.scopes == [.whole])
            #expect(second.ids == Array(expected.dropFirst()))
        }
    }
}
