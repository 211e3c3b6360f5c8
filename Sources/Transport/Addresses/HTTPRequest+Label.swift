import ConnectorKit

extension HTTPRequest {
    /// Method and address without query, as every message about this request begins.
    var label: String {
        "\(method.rawValue) \(WebAddress(url)?.label ?? "(unreadable URL)")"
    }

    /// What every layer throws when the task was cancelled.
    var cancelled: Failure { .fatal("\(label) was cancelled") }
}
