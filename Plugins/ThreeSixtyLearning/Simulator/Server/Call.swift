import Foundation

/// A request that found its route.
struct Call: Sendable {
    let request: PlatformRequest
    /// The parts of the path that the route leaves open, decoded.
    let parameters: [String]
    let now: Date

    /// The page of a list that is asked for, with the `Link` to the one after it.
    func page<Element>(
        _ all: [Element], of size: Int, _ query: Query, _ json: (Element) -> JSONValue
    ) throws(Refusal) -> PlatformAnswer {
        let page = all.dropFirst(query.offset).prefix(size)
        var answer = PlatformAnswer.json(200, .list(page.map(json)))
        let end = query.offset + page.count
        if end < all.count {
            answer.headers["Link"] = "<\(request.origin)\(request.path)?\(query.next(end))>; rel=\"next\""
        }
        return answer
    }
}
