import ConnectorKit
import Foundation
import OAIPMHSimulator
import Testing
import Transport
import TestSupport

@Suite("The simulated repository")
struct ProtocolTests {
    static let refusals: [(String, String, String)] = [
        ("", "badVerb", "the argument verb is missing"),
        ("verb=Sing", "badVerb", "there is no verb \"Sing\""),
        ("verb=Identify&verb=Identify", "badVerb", "the argument verb is repeated"),
        ("verb=Identify&set=law", "badArgument", "Identify takes no argument \"set\""),
        ("verb=ListRecords", "badArgument", "the argument metadataPrefix is missing"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument", "the argument identifier is missing"),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument",
            "the argument metadataPrefix is repeated"
        ),
        ("verb=ListRecords&metadataPrefix=", "badArgument", "the argument metadataPrefix is empty"),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument",
            "resumptionToken is exclusive, and was given with other arguments"
        ),
        (
            "verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat",
            "there is no metadata format \"marc\""
        ),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken", "there is no such token"),
        ("verb=ListMetadataFormats&identifier=oai:x:1", "idDoesNotExist", "there is no item \"oai:x:1\""),
        (
            "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:x:1", "idDoesNotExist",
            "there is no item \"oai:x:1\""
        ),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&set=medicine", "noRecordsMatch",
            "no record matches the arguments"
        ),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&until=2001-01-01", "noRecordsMatch",
            "no record matches the arguments"
        ),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument",
            "from is \"yesterday\"; YYYY-MM-DDThh:mm:ssZ was expected"
        ),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&from=2018-02-30", "badArgument",
            "from is \"2018-02-30\"; YYYY-MM-DDThh:mm:ssZ was expected"
        ),
        (
            "verb=ListRecords&metadataPrefix=oai_dc&from=2018-01-01&until=2018-02-01T00:00:00Z",
            "badArgument",
            "from and until are of two granularities"
        ),
        (
            "verb=ListIdentifiers&metadataPrefix=oai_dc&from=2018-02-01&until=2018-01-01", "badArgument",
            "from is later than until"
        ),
    ]

    @Test("What the protocol does not allow is refused with its code and a reason")
    func refused() async throws {
        try await RepositorySite.with(OAIRepository(items: 20)) { site in
            for (query, code, message) in Self.refusals {
                let text = try await site.get(query)
                let expected = message.replacing("\"", with: "&quot;")
                #expect(text.hasSuffix("<error code=\"\(code)\">\(expected)</error></OAI-PMH>"), "\(query)")
            }
        }
    }

    @Test("The response repeats the request only if it was understood")
    func request() async throws {
        try await RepositorySite.with(OAIRepository(items: 5)) { site in
            let good = try await site.get("verb=ListSets")
            #expect(good.between("<request", "/request>") == " verb=\"ListSets\">\(site.url)<")
            let bad = try await site.get("verb=Sing")
            #expect(bad.between("<request", "/request>") == ">\(site.url)<")
            #expect(bad.between("<responseDate>", "<") == "2027-01-15T08:00:00Z")
        }
    }

    @Test(
        "Identify states how deletions and datestamps are kept", arguments: OAIRepository.Deletions.allCases)
    func identify(deletions: OAIRepository.Deletions) async throws {
        for granularity in OAIRepository.Granularity.allCases {
            let repository = OAIRepository(items: 5) {
                $0.deletions = deletions
                $0.granularity = granularity
            }
            let text = try await RepositorySite.with(repository) { try await $0.get("verb=Identify") }
            #expect(text.between("<deletedRecord>", "<") == deletions.rawValue)
            #expect(text.between("<granularity>", "<") == granularity.rawValue)
            let earliest = granularity == .day ? "2018-01-01" : "2018-01-01T00:00:00Z"
            #expect(text.between("<earliestDatestamp>", "<") == earliest)
        }
    }

    @Test("A repository with day granularity refuses seconds, and ranges include both ends")
    func days() async throws {
        let repository = OAIRepository(items: 300) { $0.granularity = .day }
        try await RepositorySite.with(repository) { site in
            let list = "verb=ListIdentifiers&metadataPrefix=oai_dc"
            let fine = try await site.get(list + "&from=2018-01-01T00:00:00Z")
            #expect(fine.contains("<error code=\"badArgument\">from is finer than YYYY-MM-DD</error>"))
            let day = try await site.get(list + "&from=2018-01-02&until=2018-01-02")
            #expect(day.between("completeListSize=\"", "\"") == "141")
            #expect(day.components(separatedBy: "<datestamp>2018-01-02</datestamp>").count == 101)
        }
    }

    @Test("A token returns the same page again until it expires")
    func tokens() async throws {
        let clock = TestDate()
        try await RepositorySite.with(OAIRepository(items: 25, clock: clock) { $0.pageSize = 10 }) { site in
            let first = try await site.get("verb=ListIdentifiers&metadataPrefix=oai_dc")
            let mark = try #require(first.between("<resumptionToken", "/resumptionToken>"))
            #expect(
                mark.hasPrefix(
                    " expirationDate=\"2027-01-15T09:00:00Z\" completeListSize=\"25\" cursor=\"0\">"))
            let token = try #require(mark.between(">", "<")?.replacing("&amp;", with: "&"))
            var query = URLQuery()
            query.add("verb", "ListIdentifiers")
            query.add("resumptionToken", token)
            let text = String(query.text.dropFirst())
            func identifiers(_ text: String) -> [String] {
                text.components(separatedBy: "<identifier>").dropFirst().compactMap { $0.between("oai", "<") }
            }
            let second = try await site.get(text)
            let again = try await site.get(text)
            #expect(identifiers(second).count == 10)
            #expect(identifiers(again) == identifiers(second))
            #expect(Set(identifiers(first)).isDisjoint(with: identifiers(second)))
            let other = try await site.get(text.replacing("ListIdentifiers", with: "ListRecords"))
            #expect(other.contains("<error code=\"badResumptionToken\">there is no such token</error>"))
            clock.pass(3_600)
            let late = try await site.get(text)
            #expect(late.contains("<error code=\"badResumptionToken\">the token has expired</error>"))
        }
    }

    @Test("A form is accepted like a query; other methods and paths are refused")
    func transport() async throws {
        try await RepositorySite.with(OAIRepository(items: 5)) { site in
            let form = try await site.client.send(
                HTTPRequest(
                    .post, site.url,
                    headers: [HTTPHeader("Content-Type", "application/x-www-form-urlencoded")],
                    body: Array("verb=ListSets".utf8), authorized: false))
            #expect(String(decoding: form.body, as: UTF8.self).contains("<setSpec>law:civil</setSpec>"))
            #expect(form.header("Content-Type") == "text/xml; charset=utf-8")
            #expect(
                try await site.client.send(HTTPRequest(.delete, site.url, authorized: false)).status == 405)
            #expect(
                try await site.client.send(HTTPRequest(.get, site.url + "/x", authorized: false)).status
                    == 404)
        }
    }

    @Test("The records are the same for the same seed and number")
    func deterministic() {
        func titles(_ seed: UInt64) -> [String] {
            let repository = OAIRepository(items: 50) { $0.seed = seed }
            return repository.identifiers.compactMap { repository.record($0)?.elements["title"]?.first }
        }
        #expect(titles(1) == titles(1))
        #expect(titles(1) != titles(2))
        #expect(Set(titles(1)).count == 50)
    }

    @Test("A deleted record keeps its header unless deletions are not kept or were forgotten")
    func deletions() {
        for deletions in OAIRepository.Deletions.allCases {
            let repository = OAIRepository(items: 10) { $0.deletions = deletions }
            let id = repository.identifiers[4]
            repository.delete(id)
            #expect(!repository.identifiers.contains(id))
            #expect(repository.deletedIdentifiers == (deletions == .no ? [] : [id]))
            repository.forgetDeletions()
            #expect(repository.deletedIdentifiers == [])
        }
    }
}
