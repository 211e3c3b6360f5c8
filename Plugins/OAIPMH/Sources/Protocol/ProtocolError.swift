import ConnectorKit

/// An error response of a repository (OAI-PMH 2.0 section 3.6).
struct ProtocolError: Equatable {
    let code: String
    let text: String

    /// No record matches: an empty list rather than an error.
    static let noRecordsMatch = "noRecordsMatch"
    static let badResumptionToken = "badResumptionToken"
    static let noSetHierarchy = "noSetHierarchy"
    static let cannotDisseminateFormat = "cannotDisseminateFormat"

    /// Returns `GET …: badArgument, "from is later than until"`.
    func message(for request: String) -> String {
        let words = text.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
        let shown = words.count > 200 ? words.prefix(200) + "…" : words
        return "\(request): \(code.prefix(40))" + (words.isEmpty ? "" : ", \"\(shown)\"")
    }

    /// The failure that the error means.
    func failure(of request: String) -> Failure {
        let problem = message(for: request)
        switch code {
        case Self.cannotDisseminateFormat:
            return .configuration("\(problem); the setting metadata_prefix must name a format it has")
        case Self.noSetHierarchy:
            return .configuration("\(problem); the repository has no sets: remove the setting set")
        default:
            return .contract("\(problem); an answer was expected")
        }
    }
}
