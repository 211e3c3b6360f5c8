import ConnectorKit
import Foundation
import Testing

@testable import OAIPMH

@Suite("Records as courses")
struct MappingTests {
    @Test("a Dublin Core record fills every field it has")
    func dublinCoreRecord() async throws {
        let course = try await course(
            dublinCore(
                """
                <dc:title> First aid &amp; more </dc:title><dc:title>Erste Hilfe</dc:title>
                <dc:creator>Vogel, Ada</dc:creator><dc:creator>Okafor, Jonas</dc:creator>
                <dc:description>Stay calm.</dc:description><dc:publisher>University Press</dc:publisher>
                <dc:date>2019</dc:date><dc:language>ger</dc:language><dc:subject>Safety</dc:subject>
                <dc:subject>Health</dc:subject><dc:type>info:eu-repo/semantics/book</dc:type>
                <dc:format>application/pdf</dc:format><dc:identifier>https://x.example/1</dc:identifier>
                """), datestamp: "2024-04-30T08:09:10Z")
        var expected = LearningObject()
        expected.externalID = "oai:1"
        expected.name = "First aid & more"
        expected.description = "Stay calm."
        expected.authors = ["Vogel, Ada", "Okafor, Jonas"]
        expected.publisher = "University Press"
        expected.language = "de"
        expected.launchURL = "https://x.example/1"
        expected.modifiedAt = Timestamp.date("2024-04-30T08:09:10Z")
        expected.subjects = ["Safety", "Health"]
        expected.providerType = "book"
        expected.contentType = .book
        #expect(course == expected)
    }

    @Test("values that a Dublin Core record lacks are nil")
    func smallest() async throws {
        let course = try await course(
            dublinCore("<dc:title>T</dc:title><dc:identifier>http://x.example</dc:identifier>"))
        var expected = LearningObject()
        expected.externalID = "oai:1"
        expected.name = "T"
        expected.launchURL = "http://x.example"
        expected.modifiedAt = Timestamp.date("2024-04-30T00:00:00Z")
        expected.providerType = "other"
        expected.contentType = .article
        #expect(course == expected)
    }

    @Test("control characters pass, raw and as references, for the host to remove and to report")
    func controls() async throws {
        let course = try await course(
            dublinCore(
                """
                <dc:title>a\u{0}b&#0;c\u{1}d&#x1F;e</dc:title><dc:creator>A\u{1B}B</dc:creator>
                <dc:description>x<![CDATA[\u{2}]]>y &amp;eacute; &#xE9;</dc:description>
                <dc:identifier>https://x.example/1</dc:identifier>
                """))
        #expect(course.name == "a\u{0}b\u{0}c\u{1}d\u{1F}e")
        #expect(course.authors == ["A\u{1B}B"])
        #expect(course.description == "x\u{2}y &eacute; é")
    }

    @Test("qualified Dublin Core is read like the simple one")
    func qualified() async throws {
        let course = try await course(
            """
            <qdc:qualifieddc xmlns:qdc="http://dspace.org/qualifieddc/" \
            xmlns:dc="http://purl.org/dc/elements/1.1/" \
            xmlns:dcterms="http://purl.org/dc/terms/"><dcterms:title>T</dcterms:title>\
            <dcterms:abstract>A</dcterms:abstract><dc:identifier>doi:10.5/x</dc:identifier></qdc:qualifieddc>
            """, prefix: "qdc")
        #expect(course.name == "T")
        #expect(course.description == "A")
        #expect(course.launchURL == "https://doi.org/10.5/x")
    }

    @Test("a LOM record fills every field it has")
    func lomRecord() async throws {
        let course = try await course(
            """
            <lom xmlns="http://ltsc.ieee.org/xsd/LOM"><general>
            <identifier><catalog>DOI</catalog><entry>10.5555/lom.1</entry></identifier>
            <title><string language="en">First aid</string><string language="de">Erste Hilfe</string></title>
            <language>en-gb</language><description><string>Stay calm.</string></description>
            <keyword><string>Safety</string></keyword><keyword><string>Health</string></keyword></general>
            <lifeCycle><contribute><entity>BEGIN:VCARD\r
            VERSION:3.0\r
            N:Vogel;Ada;;;\r
            FN:Ada Vogel\r
            END:VCARD</entity><role><source>LOMv1.0</source><value>Author</value></role></contribute>
            <contribute><role><value>editor</value></role><entity>Somebody Else</entity></contribute>
            <contribute><role><value>publisher</value></role><entity>BEGIN:VCARD
            ORG:University Press;Law
            END:VCARD</entity></contribute></lifeCycle>
            <technical><format>text/html</format><location>https://x.example/1</location>
            <duration><duration>PT1H29M30S</duration></duration></technical>
            <educational><learningResourceType><source>LOMv1.0</source><value>simulation</value>
            </learningResourceType><typicalLearningTime><duration>PT4H</duration></typicalLearningTime>
            </educational></lom>
            """, prefix: "oai_lom")
        var expected = LearningObject()
        expected.externalID = "oai:1"
        expected.name = "First aid"
        expected.description = "Stay calm."
        expected.duration = 90
        expected.authors = ["Ada Vogel"]
        expected.publisher = "University Press"
        expected.language = "en-GB"
        expected.launchURL = "https://x.example/1"
        expected.modifiedAt = Timestamp.date("2024-04-30T00:00:00Z")
        expected.subjects = ["Safety", "Health"]
        expected.providerType = "interactive"
        expected.contentType = .interactive
        #expect(course == expected)
    }

    @Test(
        "a record that cannot become a course is refused with the reason",
        arguments: [
            ("<dc:identifier>https://x.example</dc:identifier>", "2024-04-30", "no dc:title"),
            (
                "<dc:title>T</dc:title><dc:identifier>ISBN 3-16-148410-0</dc:identifier>", "2024-04-30",
                "nothing to open: a web address, DOI, handle or urn:nbn was expected in dc:identifier, "
                    + "found \"ISBN 3-16-148410-0\""
            ),
        ])
    func refused(elements: String, datestamp: String, reason: String) async {
        await #expect(throws: Failure.item(reason)) {
            try await course(dublinCore(elements), datestamp: datestamp)
        }
    }

    @Test("every field has one rule, and both families have the same version")
    func fields() {
        for format in [MetadataFormat.dublinCore, .lom] {
            #expect(
                format.rules.map(\.field.rawValue).sorted() == CourseField.allCases.map(\.rawValue).sorted())
        }
        #expect(oai.mapping(settings()).version == MetadataFormat.version)
    }
}
