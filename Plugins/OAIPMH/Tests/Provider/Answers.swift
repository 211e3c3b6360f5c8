import ConnectorKit
import TestSupport

@testable import OAIPMH

extension HTTPResponse {
    /// An answer of OAI-PMH, of the first of May 2024.
    static func oai(_ content: String, status: Int = 200) -> HTTPResponse {
        .text(
            status,
            """
            <?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">\
            <responseDate>2024-05-01T10:20:30Z</responseDate><request>r</request>\(content)</OAI-PMH>
            """)
    }

    static func identify(
        version: String = "2.0", deletions: String = "persistent",
        granularity: String = "YYYY-MM-DDThh:mm:ssZ"
    ) -> HTTPResponse {
        .oai(
            """
            <Identify><repositoryName>R</repositoryName><protocolVersion>\(version)</protocolVersion>\
            <deletedRecord>\(deletions)</deletedRecord><granularity>\(granularity)</granularity></Identify>
            """)
    }

    static func records(_ content: String) -> HTTPResponse { .oai("<ListRecords>\(content)</ListRecords>") }

    static func error(_ code: String, _ text: String = "", status: Int = 200) -> HTTPResponse {
        .oai("<error code=\"\(code)\">\(text)</error>", status: status)
    }
}

/// A record with a title and an address.
func record(_ id: String, title: String = "T") -> String {
    """
    <record><header><identifier>\(id)</identifier><datestamp>2024-04-30</datestamp></header><metadata>\
    \(dublinCore("<dc:title>\(title)</dc:title><dc:identifier>https://x.example/\(id)</dc:identifier>"))\
    </metadata></record>
    """
}

func dublinCore(_ elements: String) -> String {
    """
    <oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" \
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">\
    \(elements)</oai_dc:dc>
    """
}

/// Returns the result of mapping a record with this metadata.
func course(
    _ metadata: String, prefix: String = "oai_dc", datestamp: String = "2024-04-30"
) async throws -> LearningObject {
    let own = settings(["metadata_prefix": prefix])
    let client = ScriptedClient(
        .identify(),
        .records(
            """
            <record><header><identifier>oai:1</identifier><datestamp>\(datestamp)</datestamp></header>\
            <metadata>\(metadata)</metadata></record>
            """))
    let answer = try await oai.page(PageRequest(), of: Connection(settings: own, client: client))
    guard case .page(let page) = answer else { throw Failure.fatal("no page") }
    if let refused = page.refused.first { throw Failure.item(refused.reason) }
    guard let item = page.items.first else { throw Failure.fatal("no item") }
    return try oai.mapping(own).learningObject(from: try oai.document(of: item, settings: own))
}
