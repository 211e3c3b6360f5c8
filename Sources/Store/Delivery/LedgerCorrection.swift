import Model

/// What the ledger is to say, since the platform says so.
package enum LedgerCorrection: Sendable, Equatable {
    /// A person archived the course there.
    case archivedByPerson
    /// A person took the course out of the archive there.
    case restoredByPerson
    /// It is archived there, or not, whatever was told.
    case archived(Bool)
    /// The place does not hold the course.
    case gone
    /// The platform has the course under another id: it was made anew, without tags and attempts.
    case remade(resource: String)
    /// The platform's id of the course, which it had not given.
    case known(resource: String)
    /// What it was sent is not what it has.
    case contentDiffers
    case tagsDiffer
    /// It was sent the content again and made this of it; nil if it has what it was sent.
    case keepsOwn(String?)
}

extension LeasedStore {
    /// Makes the ledger say what the platform says.
    package func correct(
        _ corrections: [(course: Int64, correction: LedgerCorrection)], in destination: StoredDestination.ID
    )
        async throws(StoreError)
    {
        guard !corrections.isEmpty else { return }
        try await write { db in
            try db.serializeOutboxes()
            let ledger = DeliveryLedger(db: db)
            for (course, correction) in corrections {
                try ledger.correct(course, correction, in: destination.row)
            }
        }
    }
}

extension DeliveryLedger {
    fileprivate func correct(_ course: Int64, _ correction: LedgerCorrection, in destination: Int64) throws {
        func told(_ change: String, _ values: Values = []) throws {
            try db.run(
                "UPDATE delivered_course SET \(change) WHERE destination = ? AND course = ?",
                values + [destination, course])
        }
        switch correction {
        case .archivedByPerson:
            try db.change(course) { $0.union(.platform) }
            try told("archived = 1")
        case .restoredByPerson:
            try db.change(course) { $0.subtracting(.platform) }
            try told("archived = 0")
        case .archived(let isArchived): try told("archived = \(isArchived ? 1 : 0)")
        case .gone:
            try db.change(course) { $0.subtracting(.platform) }
            try forget([(destination, course)])
        case .remade(let resource):
            try remade([(destination, course)])
            try told("resource = ?", [resource])
        case .known(let resource): try told("resource = ?", [resource])
        case .contentDiffers: try told("state = '', digest = ''")
        case .tagsDiffer: try told("tags = ''")
        case .keepsOwn(let fields): try told("own_fields = ?", [fields])
        }
    }
}
