import ConnectorKit

/// Pages that wait for the learners on them, so that many accounts are looked up with few requests.
struct LearnerLookupBuffer {
    /// So many accounts are asked for at once, and so many pages wait for it, of so many bytes (our decision).
    private static let limit = (accounts: 5_000, pages: 100, bytes: 64 << 20)
    /// Of so many learners at most who came with others it is remembered who they are (our decision).
    private static let remembered = 20_000

    private(set) var pages: [EnrolmentPage] = []
    /// The accounts on them that are to be asked for.
    private(set) var accounts: [String] = []
    /// Those whom the pages state, and those on them that came with others before.
    private(set) var learners: [LearnerAccount] = []
    private var bytes = 0
    /// The accounts that need not be asked for again in this run.
    private var asked: Set<String> = []
    private var others: [String: LearnerAccount] = [:]

    mutating func add(_ page: EnrolmentPage, bytes: Int, unknown: [String]) {
        pages.append(page)
        self.bytes += bytes
        learners += page.enrolments.stated
        for account in unknown where asked.insert(account).inserted {
            if let learner = others.removeValue(forKey: account) {
                learners.append(learner)
            } else {
                accounts.append(account)
            }
        }
    }

    /// Adds the answers for ``accounts``; learners that nobody asked for yet are remembered.
    mutating func resolve(_ answers: [LearnerAccount]) {
        for learner in answers {
            if asked.contains(learner.id) { learners.append(learner) } else { remember(learner) }
        }
        accounts = []
    }

    /// Remembers a learner whom nobody asked for.
    mutating func remember(_ learner: LearnerAccount) {
        if others.count < Self.remembered { others[learner.id] = learner }
    }

    /// Whether nothing is to be waited for, or it has been long enough.
    var areDue: Bool {
        accounts.isEmpty || accounts.count >= Self.limit.accounts || pages.count >= Self.limit.pages
            || bytes >= Self.limit.bytes
    }

    mutating func clear() {
        pages = []
        learners = []
        bytes = 0
    }
}
