import ConnectorKit

/// The enrolments of one listing.
struct EnrolmentList: Sendable {
    var pages: [EnrolmentPage] = []

    var enrolments: [Enrolment] { pages.flatMap(\.enrolments) }
    var ids: Set<String> { Set(enrolments.map(\.id)) }
    var refused: Int { pages.reduce(0) { $0 + $1.refused.count } }
}

extension Bench {
    /// - Throws: ``Skip`` if the provider has no statistics.
    func statistics() throws -> any StatsProvider {
        guard let statistics = provider as? any StatsProvider else {
            throw Skip("the provider has no statistics")
        }
        return statistics
    }

    /// Everything from a checkpoint to the end, undisturbed.
    ///
    /// - Parameter since: The mark of a listing, for what changed since.
    func enrolments(
        after checkpoint: Checkpoint? = nil, since: Checkpoint? = nil, over connection: Connection? = nil
    ) async throws -> EnrolmentList {
        let connection = connection ?? self.connection()
        var list = EnrolmentList()
        var next = checkpoint
        repeat {
            let page = try await enrolmentPage(after: next, since: since, over: connection)
            list.pages.append(page)
            next = page.next
            try require(list.pages.count < 1_000, "the enrolments had no end: 1,000 pages and no end mark")
        } while next != nil
        return list
    }

    /// The ids of the items that a host would know after a run.
    func knownContents() async throws -> [String] {
        try await listing().items.filter { learningObject($0)?.published == true }.map(\.id)
    }

    func enrolmentPage(
        after checkpoint: Checkpoint?, since: Checkpoint? = nil, over connection: Connection
    ) async throws -> EnrolmentPage {
        let request = EnrolmentRequest(after: checkpoint, since: checkpoint == nil ? since : nil) {
            () async throws(Failure) in
            if let contents { return contents }
            do { return try await knownContents() } catch { throw .fatal("\(error)") }
        }
        let statistics = try statistics()
        do {
            switch try await statistics.enrolments(request, of: connection) {
            case .page(let page): return page
            case .checkpointRefused(let reason):
                throw Violation("a checkpoint of its own was refused: \(reason)")
            }
        } catch let failure as Failure {
            throw Violation("a page of enrolments could not be had: \(failure)", cause: failure)
        }
    }
}
