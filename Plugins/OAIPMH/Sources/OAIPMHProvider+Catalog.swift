import ConnectorKit
import Markup

extension OAIPMHProvider: CatalogProvider {
    func mapping(_ settings: Settings) -> Mapping {
        let format = MetadataFormat(Repository(settings))
        return Mapping(version: MetadataFormat.version, rules: format.rules, settings: settings)
    }

    /// Tokens may be repeated while they are valid (OAI-PMH 2.0 section 3.5.1), but their lifetime is not
    /// specified. A token that survived a long pause would not prove that the listing is complete, so an
    /// interrupted listing begins again (our decision).
    func paging(_ settings: Settings) -> Paging { .cursor }

    func page(_ request: PageRequest, of connection: Connection) async throws(Failure) -> CatalogAnswer {
        let repository = Repository(connection.settings)
        guard let checkpoint = request.checkpoint else {
            return .page(try await firstPage(since: request.since, of: repository, connection))
        }
        guard let position: ListingPosition = checkpoint.position() else {
            return .checkpointRefused("the checkpoint cannot be read")
        }
        let list = try await list(
            repository.nextPage(of: .listRecords, token: position.token ?? ""), page: position.pages + 1,
            deletions: position.deletions, of: repository, connection)
        if let error = list.error(ProtocolError.badResumptionToken) {
            return .checkpointRefused(error.message(for: list.request))
        }
        return .page(try list.page(after: position))
    }

    private func firstPage(
        since: Checkpoint?, of repository: Repository, _ connection: Connection
    ) async throws(Failure) -> CatalogPage {
        let plan = ListingPlan(
            try await identify(repository, connection), since: since, set: repository.set)
        let changes = try await changes(plan, of: repository, connection)
        if let page = changes.page { return page }
        let list = try await list(
            repository.firstPage(from: nil), page: 1, deletions: plan.deletions, of: repository, connection)
        let date = list.envelope.responseDate
        let refusal =
            changes.reasons.isEmpty ? plan.refusal : ListingPlan.refused(responseDate: date)
        var page = try list.page(
            after: ListingPosition(
                deletions: plan.deletions, scope: .whole,
                mark: plan.mark(responseDate: date, refusal: refusal)))
        if case .everything(let until) = refusal {
            let reason = changes.reasons.last ?? "\(list.request): the repository refused to list changes"
            page.remarks.append(
                "\(reason); everything is listed instead, until \(Granularity.day.text(until))")
        }
        return page
    }

    /// Requests a page of records.
    func list(
        _ request: HTTPRequest, page: Int, deletions: DeletionPolicy, of repository: Repository,
        _ connection: Connection
    ) async throws(Failure) -> RecordList {
        try records(
            in: try await connection.client.send(request), page: page, deletions: deletions, of: repository,
            connection.settings)
    }

    /// Reads a page of records.
    func records(
        in response: HTTPResponse, page: Int, deletions: DeletionPolicy, of repository: Repository,
        _ settings: Settings
    ) throws(Failure) -> RecordList {
        try RecordList(
            repository.answer(response, repository.label(.listRecords, page: page), .listRecords),
            RecordReader(
                MetadataFormat(repository), mapping: mapping(settings), deletions: deletions, page: page))
    }

    func document(of item: RawItem, settings: Settings) throws(Failure) -> SourceDocument {
        try RecordReader.document(of: item)
    }
}
