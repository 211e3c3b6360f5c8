import ConnectorKit
import Foundation

extension LinkedInLearningProvider: CatalogProvider {
    func mapping(_ settings: Settings) -> Mapping {
        Mapping(version: AssetTable.version, rules: AssetTable.rules, settings: settings)
    }

    func paging(_ settings: Settings) -> Paging { .offset }

    func page(_ request: PageRequest, of connection: Connection) async throws(Failure) -> CatalogAnswer {
        let service = try Service(connection.settings)
        var position = ListingPosition(slices: service.slices.count)
        if let checkpoint = request.checkpoint {
            guard let stored = ListingPosition(checkpoint, slices: service.slices.count) else {
                return .checkpointRefused("the checkpoint cannot be read")
            }
            position = stored
        }
        let (slice, isSizing) = (service.slices[position.slice], position.isSizing)
        let count = isSizing ? 1 : service.pageSize
        var listing = service.listing(slice, start: position.start, count: count)
        listing.hashedBytes = request.memo?.before ?? 0
        let answer = Answer(
            try await connection.client.send(listing),
            to: "GET \(service.assetsURL), \(slice) from \(position.start) on")
        try answer.requireSuccess(permission: "content")
        if let memo = request.memo, let total = memo.total,
            memo.cursor(in: answer.response, version: AssetTable.version) != nil
        {
            position.note(total)
            let next = position.next(after: isSizing, pageSize: count)
            return .unchanged(rows: memo.rows, next: next?.checkpoint, total: position.total)
        }
        let page = try ListPage(
            answer, start: position.start, count: count, paths: AssetTable.paths, version: AssetTable.version)
        position.note(page.total)
        return .page(
            page.catalogPage(
                next: position.next(after: isSizing, pageSize: count), total: position.total,
                isSizing: isSizing))
    }

    func document(of item: RawItem, settings: Settings) throws(Failure) -> SourceDocument {
        do {
            return try SourceDocument(json: item.bytes, paths: AssetTable.paths)
        } catch {
            throw .item(error.message)
        }
    }

    /// Reads one element: a key without the permission of the capability is refused.
    func verify(_ capability: Capability, of connection: Connection) async throws(Failure) {
        let service = try Service(connection.settings)
        let (url, request, permission) =
            capability == .stats
            ? (service.reportsURL, service.report(today(connection), service.types[0], count: 1), "reports")
            : (service.assetsURL, service.listing(service.slices[0], start: 0, count: 1), "content")
        let answer = Answer(try await connection.client.send(request), to: "GET \(url)")
        try answer.requireSuccess(permission: permission)
        _ = try ListPage(answer, start: 0, count: 1, paths: AssetTable.paths)
    }

    private func today(_ connection: Connection) -> ReportPosition {
        let now = max(0, Int(connection.now.timeIntervalSince1970))
        return ReportPosition(since: now, until: now)
    }
}
