import ConnectorKit

/// The types of assets that become courses.
enum AssetType: String, CaseIterable {
    case course = "COURSE"
    case video = "VIDEO"
    case learningPath = "LEARNING_PATH"

    /// What filters name it.
    var name: String { rawValue.lowercased().replacing("_", with: "-") }

    /// What it is to a learner. That a learning path is a course is our decision: courses have no type for it.
    var contentType: ContentType { self == .video ? .video : .course }

    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
