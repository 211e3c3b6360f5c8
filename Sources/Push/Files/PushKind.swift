/// What is pushed: content, or completions of it.
package enum PushKind: String, Sendable, CaseIterable {
    case content, completions

    /// The columns of a file and members of a request (rules P1 and P2); lists are joined by `|` in CSV.
    package var columns: [String] {
        switch self {
        case .content:
            [
                "external_reference", "title", "description", "launch_url", "image", "type", "language",
                "duration", "topics", "skills", "published", "removed",
            ]
        case .completions:
            [
                "content_external_reference", "learning_object_external_reference", "email", "completed_at",
                "started_at", "passed", "score",
            ]
        }
    }

    /// The columns a header has to have; one of several names is enough. A file that can remove content needs no
    /// other columns: its rows that remove nothing are judged one by one (rule P5).
    func required(with names: [String]) -> [[String]] {
        self == .content && names.contains("removed") ? [["external_reference"]] : required
    }

    private var required: [[String]] {
        switch self {
        case .content: [["external_reference"], ["title"], ["description"], ["launch_url"], ["image"]]
        case .completions:
            [
                ["content_external_reference", "learning_object_external_reference"], ["email"],
                ["completed_at"],
            ]
        }
    }

    /// The column that says what a row is about.
    var referenceColumns: [String] { required[0] }
}
