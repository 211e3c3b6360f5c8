import ConnectorKit
import Foundation

// Repositories refuse `from` in many ways: with any error of the protocol, with a status, by answering that nothing
// matches, or with no XML. None of that is a reason to end a run, since everything can be listed as well (rule O7).

extension OAIPMHProvider {
    /// The first page of changes; or why they were refused, for each granularity that was tried.
    struct ChangesAnswer {
        var page: CatalogPage?
        var reasons: [String] = []
    }

    /// Asks for changes in each granularity of a plan until the repository lists them.
    func changes(
        _ plan: ListingPlan, of repository: Repository, _ connection: Connection
    ) async throws(Failure) -> ChangesAnswer {
        var answer = ChangesAnswer()
        guard let mark = plan.changes else { return answer }
        for granularity in plan.granularities {
            let attempt = ChangesAttempt(
                provider: self, repository: repository, connection: connection, deletions: plan.deletions,
                granularity: granularity)
            switch try await attempt.changes(since: mark) {
            case .refused(let reason): answer.reasons.append(reason)
            case .list(let list):
                let refusal = answer.reasons.isEmpty ? plan.refusal : .seconds
                var page = try list.page(
                    after: ListingPosition(
                        deletions: plan.deletions, scope: .changes,
                        mark: plan.mark(
                            responseDate: list.envelope.responseDate, newest: mark.newest, refusal: refusal)))
                page.remarks += answer.reasons.map { "\($0); changes are listed by day instead" }
                answer.page = page
                return answer
            }
        }
        return answer
    }
}

/// Requests for changes in one granularity.
private struct ChangesAttempt {
    let provider: OAIPMHProvider
    let repository: Repository
    let connection: Connection
    let deletions: DeletionPolicy
    let granularity: Granularity

    enum Outcome {
        case list(RecordList)
        /// With the reason.
        case refused(String)
    }

    /// How often an answer that cannot be read is asked for: as often as the host would (rule C13).
    private static let attempts = 4

    /// Lists what changed since a mark.
    ///
    /// An empty list may mean that nothing changed, or that the repository does not understand `from`. The newest
    /// record of earlier listings tells: it has to be there if it is asked for.
    func changes(since mark: ChangeMark) async throws(Failure) -> Outcome {
        let outcome = try await list(from: mark.from)
        guard case .list(let list) = outcome, list.isEmpty else { return outcome }
        let lie = Outcome.refused("\(list.request): nothing is listed, not even a known record")
        guard let newest = mark.newest, newest < mark.from else { return lie }
        guard case .list(let known) = try await self.list(from: newest), !known.isEmpty else { return lie }
        return outcome
    }

    private func list(from date: Date) async throws(Failure) -> Outcome {
        let from = granularity.text(date)
        let request = "\(repository.label(.listRecords)), from=\(from)"
        var reason = ""
        for _ in 1...Self.attempts {
            let response: HTTPResponse
            do throws(Failure) {
                response = try await connection.client.send(repository.firstPage(from: from))
            } catch {
                guard case .transient(let message) = error else { throw error }
                // If the repository answers at all, it is this request that it fails at.
                do { _ = try await provider.identify(repository, connection) } catch _ { throw error }
                return .refused(message)
            }
            do throws(Failure) {
                let list = try provider.records(
                    in: response, page: 1, deletions: deletions, of: repository, connection.settings)
                return list.refusal.map { .refused($0.message(for: request)) } ?? .list(list)
            } catch {
                reason = error.message
                if !(200...299).contains(response.status) {
                    return .refused("\(request): HTTP \(response.status)")
                }
            }
        }
        return .refused(reason)
    }
}
