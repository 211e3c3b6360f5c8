extension XMLWriter {
    private static let dublinCoreElements = [
        "title", "creator", "subject", "description", "publisher", "date", "type", "format", "identifier",
        "language",
    ]

    /// OAI-PMH 2.0 section 5.
    mutating func dublinCore(_ record: RepositoryRecord) {
        element(
            "oai_dc:dc",
            [
                "xmlns:oai_dc": MetadataFormat.oaiDC.namespace,
                "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            ]
        ) { writer in
            for name in Self.dublinCoreElements {
                for value in record.elements[name] ?? [] { writer.element("dc:\(name)", text: value) }
            }
        }
    }

    /// The XML binding of Learning Object Metadata, IEEE 1484.12.3.
    mutating func lom(_ record: RepositoryRecord) {
        let elements = record.elements
        element("lom", ["xmlns": MetadataFormat.oaiLOM.namespace]) { writer in
            writer.element("general") { writer in
                for value in elements["identifier"] ?? [] {
                    writer.element("identifier") {
                        $0.element("catalog", text: "URI")
                        $0.element("entry", text: value)
                    }
                }
                if let titles = elements["title"] { writer.strings("title", titles) }
                for value in elements["language"] ?? [] { writer.element("language", text: value) }
                for value in elements["description"] ?? [] { writer.strings("description", [value]) }
                for value in elements["subject"] ?? [] { writer.strings("keyword", [value]) }
            }
            writer.element("lifeCycle") { writer in
                for name in elements["creator"] ?? [] { writer.contribution("author", of: name) }
                for name in elements["publisher"] ?? [] { writer.contribution("publisher", of: name) }
            }
            writer.element("technical") { writer in
                for value in elements["format"] ?? [] { writer.element("format", text: value) }
            }
            writer.element("educational") { writer in
                for value in elements["type"] ?? [] { writer.vocabulary("learningResourceType", value) }
                writer.element("typicalLearningTime") {
                    $0.element("duration", text: "PT\(record.minutes / 60)H\(record.minutes % 60)M")
                }
            }
        }
    }

    private mutating func strings(_ name: String, _ values: [String]) {
        element(name) { writer in
            for value in values { writer.element("string", ["language": "en"], text: value) }
        }
    }

    private mutating func vocabulary(_ name: String, _ value: String) {
        element(name) {
            $0.element("source", text: "LOMv1.0")
            $0.element("value", text: value)
        }
    }

    private mutating func contribution(_ role: String, of name: String) {
        element("contribute") { writer in
            writer.vocabulary("role", role)
            let escaped = name.replacing(",", with: "\\,")
            writer.element("entity", text: "BEGIN:VCARD\nVERSION:3.0\nFN:\(escaped)\nEND:VCARD")
        }
    }
}
