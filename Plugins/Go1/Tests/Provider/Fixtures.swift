import ConnectorKit
import Foundation
import TestSupport

@testable import Go1

let go1 = Go1Provider()

/// The settings of a connection, as the host passes them.
func settings(_ generation: Generation = .gateway, _ more: [String: String] = [:]) -> Settings {
    var texts = [
        "portal": "https://acme.mygo1.com", "client_id": "the-client", "api_version": generation.rawValue,
        "auth_url": "https://auth.go1.com", "target": "portal",
    ]
    texts.merge(more) { $1 }
    return Settings(texts: texts, secrets: ["secret": Secret("s3cr+t/ä")])
}

func connection(_ client: ScriptedClient, _ generation: Generation = .gateway) -> Connection {
    Connection(settings: settings(generation), client: client)
}

extension Generation {
    /// An item with every mapped field, the same in both generations.
    var item: String {
        switch self {
        case .v2:
            """
            {"id":36439791,"type":"interactive","title":"First aid","description":"<p>Stay calm.</p>",
             "image":"https://img.example.com/1.jpg","language":"en-us","published":true,
             "created_time":"2017-05-05T10:37:28+00:00","updated_time":"2023-05-19T05:13:30+00:00",
             "delivery":{"duration":45,"mode":"self-paced"},"provider":{"id":9,"name":"GO1 Content"},
             "authors":[{"id":1,"first_name":"Ada","last_name":"Vogel","name":"Ada Vogel"}],
             "attributes":{"topics":[{"key":1,"value":"Safety"},{"key":2,"value":"Health"}]}}
            """
        case .gateway:
            """
            {"id":"con_01HBYXF3HYPTG5Q1RJ7BPFAF23","lo_id":"36439791",
             "created_time":"2017-05-05T10:37:28.001Z","updated_time":"2023-05-19T05:13:30.827Z",
             "core":{"type":"interactive","title":"First aid","description":"<p>Stay calm.</p>",
                     "image":{"key":"k","value":"https://img.example.com/1.jpg","mimetype":"image/jpeg"}},
             "relevance":{"duration":45,"language":"en-us","author":{"name":"Ada Vogel","about":""}},
             "lifecycle":{"state":"published"},"provider":{"name":"GO1 Content"},
             "topics":{"items":[{"id":1,"name":"Safety"},{"id":2,"name":"Health"}]}}
            """
        }
    }

    /// Maps ``item`` after replacing the value at a path by JSON text, or removing it for nil.
    func map(_ path: String, _ json: String?) throws -> LearningObject {
        let value = try json.map {
            try JSONSerialization.jsonObject(with: Data($0.utf8), options: .fragmentsAllowed)
        }
        let whole = try JSONSerialization.jsonObject(with: Data(item.utf8))
        let names = path.split(separator: ".").map(String.init)
        let changed = replace(in: whole, names[...], by: value)
        return try map(try JSONSerialization.data(withJSONObject: changed))
    }

    func map(_ item: some Sequence<UInt8>) throws -> LearningObject {
        let raw = RawItem(id: "1", digest: 0, bytes: Array(item)[...])
        let settings = settings(self)
        return try go1.mapping(settings).learningObject(from: try go1.document(of: raw, settings: settings))
    }

    private func replace(in object: Any, _ names: ArraySlice<String>, by value: Any?) -> Any {
        guard let name = names.first else { return value ?? NSNull() }
        var members = object as? [String: Any] ?? [:]
        if names.count == 1 {
            members[name] = value
        } else {
            members[name] = replace(in: members[name] ?? [String: Any](), names.dropFirst(), by: value)
        }
        return members
    }
}

extension LearningObject {
    /// Returns a field as the table shows it.
    func shown(_ field: CourseField) -> String {
        func list(_ texts: [String]) -> String { "[\(texts.joined(separator: "|"))]" }
        return switch field {
        case .externalID: externalID
        case .name: name
        case .description: description ?? "none"
        case .image: image ?? "none"
        case .duration: duration.map(String.init) ?? "none"
        case .authors: list(authors)
        case .publisher: publisher ?? "none"
        case .language: language ?? "none"
        case .launchURL: launchURL
        case .modifiedAt: modifiedAt.map(Timestamp.text) ?? "none"
        case .subjects: list(subjects)
        case .contentType: contentType.rawValue
        case .providerType: providerType
        case .published: String(published)
        case .retiresAt: retiresAt.map(Timestamp.text) ?? "none"
        }
    }
}

/// Returns a file of the folder that TRIBUTARY_DESCRIPTIONS names, or nil if there is none.
func publishedFile(_ name: String) -> URL? {
    guard let folder = ProcessInfo.processInfo.environment["TRIBUTARY_DESCRIPTIONS"] else { return nil }
    let file = URL(filePath: folder).appending(path: name)
    return FileManager.default.fileExists(atPath: file.path) ? file : nil
}

/// The checkpoint of a listing after some pages and rows.
func position(_ pages: Int, _ rows: Int, _ total: Int?, _ cursor: String) -> Checkpoint {
    CursorPaging(cursor: cursor, pages: pages, rows: rows, total: total).checkpoint
}
