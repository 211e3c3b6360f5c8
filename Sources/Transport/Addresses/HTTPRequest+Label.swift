import ConnectorKit

extension HTTPRequest {
    /// Method and address without query. Every message about this request begins with it.
    var label: String {
        "\(method.rawValue) \(WebAddress(url)?.label ?? "(unreadable URL)")"
    }

    /// The failure that every layer throws if the task is cancelled.
    var cancelled: Failure { .fatal("\(label) was cancelled") }
}
