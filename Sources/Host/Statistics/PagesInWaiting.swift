import ConnectorKit

/// Pages that wait until it is known whose the accounts on them are: asked for together, they take few requests
/// where one after the other they would take one each.
struct PagesInWaiting {
    /// So many accounts are asked for at once, and so many pages wait for it (our decision).
    private static let limit = (accounts: 5_000, pages: 100)

    private(set) var pages: [EnrolmentPage] = []
    private(set) var accounts: [String] = []
    /// The accounts that need not be asked for again in this run.
    private var asked: Set<String> = []

    mutating func add(_ page: EnrolmentPage, unknown: [String]) {
        pages.append(page)
        accounts += unknown.filter { asked.insert($0).inserted }
    }

    /// Whether nothing is to be waited for, or it has been long enough.
    var areDue: Bool {
        accounts.isEmpty || accounts.count >= Self.limit.accounts || pages.count >= Self.limit.pages
    }

    mutating func clear() {
        pages = []
        accounts = []
    }
}
