import ConnectorKit
import HTTPAPI
import HTTPTypes

extension Problem {
    /// The key of a title in the reader's language.
    var title: String {
        switch status {
        case .notFound: "problem.notFound"
        case .forbidden: "problem.forbidden"
        case .tooManyRequests, .serviceUnavailable: "problem.busy"
        case .internalServerError: "problem.failed"
        default: "problem.refused"
        }
    }

    /// What can be done, in the reader's language, and the reason, in the words of the API.
    func fields(_ words: Reader) -> [(String, JSONValue)] {
        let help =
            switch status {
            case .notFound: "problem.notFoundHelp"
            case .forbidden: "problem.forbiddenHelp"
            case .tooManyRequests, .serviceUnavailable: "problem.busyHelp"
            case .internalServerError: "problem.failedHelp"
            default: "problem.refusedHelp"
            }
        return [("help", .text(words(help))), ("detail", .text(detail))]
    }
}
