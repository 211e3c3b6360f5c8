import ConnectorKit
//? stats
import Foundation
//? end
import SimulatorSupport

/// What the service would answer. It refuses what the real one would refuse, so that a mistake of the
/// provider cannot pass the tests.
struct SimulatedService: Sendable {
    //? oauth
    /// The tokens of the one API client it knows.
    let tokens = SimulatedTokens(id: "skeleton-client", secret: "skeleton-secret+42")
    //? else
    /// The one key it takes.
    static let key = "skeleton-key+42"
    //? end

    let itemCount: Int
    //? stats
    let learning: SimulatedLearning
    //? end
    var faults = SimulatedFaults()
    //? webhooks
    let webhooks = SimulatedWebhooks(signature: "Skeleton-Signature")
    //? !stats
    /// The items with another title.
    let revisions = SimulatedRevisions()
    //? end
    //? end

    func answer(_ request: SimulatedRequest) async -> SimulatedAnswer {
        await SimulatedRoutes(
            //? oauth
            .tokens(tokens),
            //? else
            //? header
            .header("KEYHEADER", key: Self.key),
            //? else
            .bearer(Self.key),
            //? end
            //? end
            [
                //? oauth
                .on(.post, "/v1/token", isOpen: true, tokens.answer),
                //? end
                .get("/v1/items", items),
                //? stats
                //? by-content
                .get("/v1/items/*/enrolments", enrolments),
                //? else
                .get("/v1/enrolments", enrolments),
                //? end
                //? end
                //? webhooks
                .get("/v1/webhooks", webhooks.list),
                .on(.post, "/v1/webhooks", webhooks.register),
                .on(.delete, "/v1/webhooks/*", webhooks.delete),
                //? end
            ]
        ).answer(request)
    }

    private static let paging = SimulatedPaging(.POSITION, sizes: 1...50, usualSize: 20)

    private func items(_ request: SimulatedRequest) async throws(SimulatedRefusal) -> SimulatedAnswer {
        //? webhooks
        let query = try Self.paging.query(request, filters: ["ids"])
        let ids = query.list("ids")
        //? stats
        let all = (1...max(itemCount, 1)).prefix(itemCount).map { Item(number: $0) }
        //? else
        let revised = revisions.numbers
        let all = (1...max(itemCount, 1)).prefix(itemCount).map {
            Item(number: $0, isRevised: revised.contains($0))
        }
        //? end
        let found = all.filter { ids?.contains($0.id) ?? true }
        return try await page("items", query, count: found.count) { found[$0].value }
        //? else
        let query = try Self.paging.query(request)
        return try await page("items", query, count: itemCount) { Item(number: $0 + 1).value }
        //? end
    }
    //? stats

    private func enrolments(_ request: SimulatedRequest) async throws(SimulatedRefusal) -> SimulatedAnswer {
        //? by-content
        let item = request.component(2)
        guard (1...max(itemCount, 1)).prefix(itemCount).contains(where: { Item(number: $0).id == item })
        else {
            throw SimulatedRefusal(404, "there is no item \(item)")
        }
        //? end
        //? webhooks
        let query = try Self.paging.query(request, filters: ["since", "ids"])
        let ids = query.list("ids")
        //? else
        let query = try Self.paging.query(request, filters: ["since"])
        //? end
        let since = try query.time("since") ?? .distantPast
        let found = learning.enrolments.filter {
            $0.updated >= since
                //? by-content
                && Item(number: $0.item).id == item
                //? end
                //? webhooks
                && ids?.contains($0.id) ?? true
            //? end
        }
        return try await page("enrolments", query, count: found.count) { found[$0].value }
    }
    //? end

    private func page(
        _ list: String, _ query: SimulatedQuery, count: Int, row: (Int) -> JSONValue
    ) async throws(SimulatedRefusal) -> SimulatedAnswer {
        try await faults.page(query, of: count) { rows, next in
            //? cursor
            [list: .list(rows.map(row)), "next": .optional(next), "total": .integer(count)]
            //? else
            [list: .list(rows.map(row)), "total": .integer(count)]
            //? end
        }
    }
    //? stats

    /// Lets a learner complete something, by numbers from 1 on.
    func act(_ number: Int) async {
        //? webhooks
        guard let changed = learning.complete(number) else { return }
        await webhooks.call(
            "enrolment.completed", number,
            ["item": .text(Item(number: changed.item).id), "enrolment": .text(changed.id)])
        //? else
        _ = learning.complete(number)
        //? end
    }
    //? else
    //? webhooks

    /// Changes the title of an item, by numbers from 1 on.
    func act(_ number: Int) async {
        guard itemCount > 0 else { return }
        let changed = number * 7 % itemCount + 1
        revisions.insert(changed)
        await webhooks.call("item.changed", number, ["item": .text(Item(number: changed).id)])
    }
    //? end
    //? end
}
