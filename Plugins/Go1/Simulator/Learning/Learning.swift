/// The enrolments and accounts of the portal.
struct Learning: Sendable {
    var enrolments: EnrolmentRecords
    let accountCount: Int
    private let seed: UInt64
    private var accountRevision = 0
    /// Accounts that differ from the generated ones; nil for deleted accounts.
    private var changed: [Int: PortalAccount?] = [:]

    init(_ options: Go1Portal.Options) {
        seed = options.seed
        accountCount = max(1, options.accounts ?? max(25, options.enrolments / 6))
        enrolments = EnrolmentRecords(
            EnrolmentGenerator(
                seed: options.seed, items: ItemGenerator(seed: options.seed), libraryItems: options.items,
                accounts: accountCount, crowd: options.crowd),
            size: options.enrolments)
    }

    /// Returns the account at a position.
    func account(_ position: Int) -> PortalAccount? {
        guard (0..<accountCount).contains(position) else { return nil }
        if let known = changed[position] { return known }
        return PortalAccount(position, seed: seed)
    }

    mutating func set(_ position: Int, _ account: PortalAccount?) {
        changed[position] = .some(account)
        accountRevision += 1
    }

    /// The number of changes.
    var revision: Int { enrolments.revision + accountRevision }
}
