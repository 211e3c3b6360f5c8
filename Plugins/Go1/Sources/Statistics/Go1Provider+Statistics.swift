import ConnectorKit
import Foundation

extension Go1Provider: StatsProvider {
    func enrolments(_ request: EnrolmentRequest, of connection: Connection) async throws(Failure)
        -> EnrolmentAnswer
    {
        let service = Service(connection.settings)
        let position: EnrolmentPosition
        if let checkpoint = request.checkpoint {
            guard let stored: EnrolmentPosition = checkpoint.position() else {
                return .checkpointRefused("the checkpoint cannot be read")
            }
            position = stored
        } else {
            position = EnrolmentPosition(since: request.since, generation: service.generation)
        }
        var listing = EnrolmentListing(
            service: service, connection: connection, offsetLimit: offsetLimit, contents: request.contents,
            position: position)
        return .page(try await listing.page())
    }

    func enrolments(about hints: [EnrolmentHint], of connection: Connection) async throws(Failure)
        -> [Enrolment]
    {
        var found = try await listed(hints, connection)
        let missing = Set(hints.map(\.id)).filter { found[$0] == nil }
        let single = try await inParallel(Array(missing)) { id throws(Failure) in
            try await enrolment(id, connection)
        }
        for case let enrolment? in single { found[enrolment.id] = enrolment }
        return Array(found.values)
    }

    /// Lists the changes since the earliest hint, as long as its pages are fewer than half of the requests
    /// for single enrolments (our decision). Only the gateway can list by time.
    private func listed(
        _ hints: [EnrolmentHint], _ connection: Connection
    ) async throws(Failure) -> [String: Enrolment] {
        let times = hints.compactMap(\.changedAt)
        guard Service(connection.settings).generation == .gateway, hints.count > Self.singleRequestLimit,
            times.count == hints.count, let earliest = times.min()
        else { return [:] }
        let wanted = Set(hints.map(\.id))
        let contents = Array(Set(hints.compactMap(\.contentID)))
        let start = earliest.addingTimeInterval(-Double(EnrolmentPosition.overlap) / 1_000)
        var request = EnrolmentRequest(since: Checkpoint(Timestamp.text(start))) { contents }
        var found: [String: Enrolment] = [:]
        var pages = 0
        repeat {
            let page: EnrolmentPage
            do throws(Failure) {
                page = try await enrolments(request, of: connection).listed()
            } catch {
                // Only a full listing must be complete. What is missing here is fetched one by one.
                guard case .contract = error else { throw error }
                return found
            }
            pages += 1
            for enrolment in page.enrolments where wanted.contains(enrolment.id) {
                found[enrolment.id] = enrolment
            }
            request.checkpoint = page.next
            let expected = (page.total ?? .max) / EnrolmentListing.pageSize
            if expected > wanted.count / 2 || pages > wanted.count / 2 { break }
        } while request.checkpoint != nil && found.count < wanted.count
        return found
    }

    /// Up to this number, enrolments and accounts are fetched one by one (our decision).
    static let singleRequestLimit = 12

    /// - Returns: Nil if there is no such enrolment, or if it is in a part of a course.
    private func enrolment(_ id: String, _ connection: Connection) async throws(Failure) -> Enrolment? {
        let service = Service(connection.settings)
        let endpoint = service.enrolment(id)
        let answer = try await endpoint.answer(connection)
        if answer.response.status == 404 { return nil }
        try endpoint.requireSuccess(answer, "an enrolment")
        let values = try answer.values(EnrolmentRow.paths.paths)
        do throws(Failure) {
            let row = try EnrolmentRow(
                FieldInput(SourceDocument(values: values), EnrolmentRow.paths),
                generation: service.generation)
            return row.isPart ? nil : row.enrolment
        } catch {
            throw .contract("\(endpoint.name): \(error.message)")
        }
    }
}
