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
        guard let position = ListingPosition(checkpoint) else {
            return .checkpointRefused("the checkpoint cannot be read")
        }
        let list = try await list(
            repository.nextPage(of: .listRecords, token: position.token), page: position.pages + 1,
            deletions: position.deletions, of: repository, connection)
        if let error = list.error(ProtocolError.badResumptionToken) {
            return .checkpointRefused(error.message(for: list.request))
        }
        return .page(try list.page(scope: position.scope, mark: position.mark, requestedBy: position.token))
    }

    private func firstPage(
        since: Checkpoint?, of repository: Repository, _ connection: Connection
    ) async throws(Failure) -> CatalogPage {
        let plan = ListingPlan(
            try await identify(repository, connection), since: since, set: repository.set)
        let list = try await list(
            repository.firstPage(from: plan.from), page: 1, deletions: plan.deletions, of: repository,
            connection)
        return try list.page(
            scope: plan.scope, mark: plan.mark(responseDate: list.envelope.responseDate), requestedBy: nil)
    }

    private func list(
        _ request: HTTPRequest, page: Int, deletions: DeletionPolicy, of repository: Repository,
        _ connection: Connection
    ) async throws(Failure) -> RecordList {
        let response = try await connection.client.send(request)
        let answer = Answer(
            request: repository.label(.listRecords, page: page), verb: .listRecords, response: response)
        return try RecordList(
            answer,
            RecordReader(
                MetadataFormat(repository), mapping: mapping(connection.settings), deletions: deletions,
                page: page))
    }

    func document(of item: RawItem, settings: Settings) throws(Failure) -> SourceDocument {
        try RecordReader.document(of: item)
    }
}
