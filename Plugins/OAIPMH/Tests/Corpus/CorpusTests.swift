import ConnectorKit
import TestSupport
import Testing

@testable import OAIPMH

@Suite("Answers as repositories give them")
struct CorpusTests {
    @Test("each is read as far as it can be, and what is unusual is said", arguments: corpus)
    func answer(_ sample: Sample) async throws {
        let client = ScriptedClient(.identify(), HTTPResponse(status: 200, body: sample.body))
        do {
            let answer = try await oai.page(
                PageRequest(), of: Connection(settings: settings(), client: client))
            guard case .page(let page) = answer else { throw Failure.fatal("no page") }
            #expect(page.rows == sample.rows)
            #expect(page.isLast)
            var refused = page.refused.map { "\($0.id ?? "-"): \($0.reason)" }
            var names: [String] = []
            for item in page.items {
                do throws(Failure) {
                    let document = try oai.document(of: item, settings: settings())
                    let course = try oai.mapping(settings()).learningObject(from: document)
                    names.append("\(course.externalID): \(course.name)")
                } catch { refused.append("\(item.id): \(error.message)") }
            }
            #expect(names == sample.names)
            #expect(refused == sample.refused)
            let label = "GET https://repository.example.edu/oai?verb=ListRecords, page 1: "
            #expect(page.remarks == sample.remarks.map { label + $0 })
            #expect(sample.failure == nil)
        } catch let failure as Failure {
            #expect(failure.message == sample.failure)
        }
    }
}

/// An answer to ListRecords, and what is made of it.
struct Sample: CustomTestStringConvertible {
    let testDescription: String
    let body: [UInt8]
    /// Each course as `id: name`.
    var names = ["a: One", "b: Two"]
    /// Each skipped record as `id: reason`.
    var refused: [String] = []
    var remarks: [String] = []
    var rows = 2
    /// Why the answer is none.
    var failure: String?

    init(_ description: String, _ body: [UInt8], _ change: (inout Sample) -> Void = { _ in }) {
        testDescription = description
        self.body = body
        change(&self)
    }

    init(_ description: String, _ body: String, _ change: (inout Sample) -> Void = { _ in }) {
        self.init(description, Array(body.utf8), change)
    }
}

/// The parts of an answer, each line for itself, so that messages can name lines.
enum Text {
    static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    static let namespace = "http://www.openarchives.org/OAI/2.0/"

    static func answer(
        _ records: String, declaration: String = declaration, namespace: String = namespace,
        after: String = ""
    ) -> String {
        """
        \(declaration)<OAI-PMH xmlns="\(namespace)">
        <responseDate>2024-05-01T10:20:30Z</responseDate>
        <request verb="ListRecords">https://repository.example.edu/oai</request>
        <ListRecords>
        \(records)
        </ListRecords>
        </OAI-PMH>\(after)
        """
    }

    static func record(
        _ id: String, _ title: String, dc: String = "http://purl.org/dc/elements/1.1/", before: String = "",
        more: String = "", datestamp: String = "2024-04-30"
    ) -> String {
        """
        <record><header><identifier>\(id)</identifier><datestamp>\(datestamp)</datestamp></header>
        <metadata>\(before)<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="\(dc)">
        <dc:title>\(title)</dc:title>
        <dc:identifier>https://x.example/\(id)</dc:identifier>\(more)
        </oai_dc:dc></metadata></record>
        """
    }

    static func deleted(_ id: String) -> String {
        "<record><header status=\"deleted\"><identifier>\(id)</identifier></header></record>"
    }

    static let one = record("a", "One")
    static let two = record("b", "Two")
    static let both = one + "\n" + two
}
