import ConnectorKit

/// What a repository answers in place of what was asked for (OAI-PMH 2.0 section 3.6).
struct ProtocolError: Equatable {
    let code: String
    let text: String

    /// No record is what was asked for; an empty list, and no mistake.
    static let noRecordsMatch = "noRecordsMatch"
    static let badResumptionToken = "badResumptionToken"
    static let noSetHierarchy = "noSetHierarchy"
    static let cannotDisseminateFormat = "cannotDisseminateFormat"

    /// `GET …: badArgument, "from is later than until"`.
    func complaint(about request: String) -> String {
        let words = text.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
        let shown = words.count > 200 ? words.prefix(200) + "…" : words
        return "\(request): \(code.prefix(40))" + (words.isEmpty ? "" : ", \"\(shown)\"")
    }

    /// What follows from it.
    func failure(of request: String) -> Failure {
        let complaint = complaint(about: request)
        switch code {
        case Self.cannotDisseminateFormat:
            return .configuration("\(complaint); the setting metadata_prefix must name a format it has")
        case Self.noSetHierarchy:
            return .configuration("\(complaint); the repository has no sets: take the setting set away")
        default:
            return .contract("\(complaint); an answer was expected")
        }
    }
}
