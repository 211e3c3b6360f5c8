package import Foundation

/// A course that came through an integration.
package struct ExternalCourse: Sendable {
    /// The id of the course on the platform.
    package let id: String
    package let integration: String
    package let group: String
    /// As it was sent last.
    var fields: [String: JSONValue]
    package var isArchived = false
    var isDeleted = false
    /// Ids of tags, in the order in which they were set.
    package var tags: [String] = []
    let author: String
    let platform: String
    let createdAt: Date
    package internal(set) var modifiedAt: Date

    package var externalID: String { text("externalId") }
    package var name: String { text("name") }
    package var language: String { text("defaultLang") }
    package var launchURL: String { text("launchUrl") }
    package var summary: String? { fields["description"]?.text }
    package var duration: Int? { fields["duration"]?.double.map { Int($0) } }
    package var contentType: String? { fields["contentType"]?.text }
    package var subjects: [String] { (fields["subjects"]?.list ?? []).compactMap(\.text) }
    package var sources: [String] { (fields["sources"]?.list ?? []).compactMap { $0["name"]?.text } }

    var status: String { isDeleted ? "deleted" : isArchived ? "archived" : "published" }

    private func text(_ name: String) -> String { fields[name]?.text ?? "" }

    /// As `GET /integrations/{integrationId}/courses/{externalId}` answers it.
    var externalJSON: JSONValue {
        var members = fields
        members["authorId"] = .text(author)
        members["courseId"] = .text(id)
        members["translations"] = members["translations"] ?? .list([])
        return .object(members)
    }

    /// As `GET /courses/{courseId}` answers it.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "_id": .text(id), "name": .text(name), "sourceLang": .text(language),
            "defaultLang": .text(language), "authorId": .text(author), "groupId": .text(group),
            "coAuthorIds": .list([]), "createdAt": .time(createdAt), "modifiedAt": .time(modifiedAt),
            "status": .text(status), "translations": .list([]),
            "type": .text("external"), "externalPlatform": .text(platform),
        ]
        for name in ["description", "duration"] where fields[name] != nil { members[name] = fields[name] }
        return .object(members)
    }
}
