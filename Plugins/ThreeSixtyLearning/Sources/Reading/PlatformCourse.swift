import ConnectorKit

/// A course as the platform lists it. It does not name the external id.
struct PlatformCourse: Decodable {
    let id: String
    let name: String
    let defaultLang: String
    let description: String?
    let duration: Double?
    /// archived, deleted or published.
    let status: String

    private enum CodingKeys: String, CodingKey {
        case id = "_id"
        case name, defaultLang, description, duration, status
    }

    static let title = "title"
    static let language = "language"
    static let description = "description"
    static let duration = "duration"

    /// Nil for a deleted one.
    var held: HeldCourse? {
        guard status != "deleted" else { return nil }
        var fields = [Self.title: name, Self.language: defaultLang]
        fields[Self.description] = description
        fields[Self.duration] = duration.flatMap { Int(exactly: $0) }.map(String.init)
        return HeldCourse(resource: id, isArchived: status == "archived", fields: fields)
    }
}
