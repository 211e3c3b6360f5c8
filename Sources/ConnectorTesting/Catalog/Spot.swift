import ConnectorKit
import Foundation

/// One item in the page as it came, and its name within it: where a trial changes what the service said.
struct Spot: Sendable {
    let id: String
    private let item: Data
    private let name: Range<Int>
    private let isJSON: Bool

    /// Where the item's own bytes stand in its page as they came, as they do for JSON.
    fileprivate init?(_ item: RawItem, named name: String, in bodies: Bodies) {
        let bytes = Data(item.bytes)
        guard bytes.first == UInt8(ascii: "{"), let found = bytes.range(of: Data("\"\(name)\"".utf8)),
            bodies.first(holding: bytes) != nil
        else { return nil }
        self.init(
            id: item.id, item: bytes, name: found.lowerBound + 1..<found.upperBound - 1, isJSON: true)
    }

    /// Where the page is markup, and the item what it made of an element: the innermost element with both the
    /// id and the name in it.
    fileprivate init?(markup item: RawItem, named name: String, in bodies: Bodies) {
        let id = Data(">\(item.id)<".utf8)
        guard let page = bodies.first(holding: id), let place = page.range(of: id),
            let found = page.range(of: Data(">\(name)<".utf8), in: place.upperBound - 1..<page.endIndex)
        else { return nil }
        let inner = found.lowerBound + 1..<found.upperBound - 1
        guard let element = Tags(page).element(around: place.lowerBound + 1, and: inner.lowerBound) else {
            return nil
        }
        self.init(
            id: item.id, item: page[element],
            name: inner.lowerBound - element.lowerBound..<inner.upperBound - element.lowerBound,
            isJSON: false)
    }

    private init(id: String, item: Data, name: Range<Int>, isJSON: Bool) {
        self.id = id
        self.item = Data(item)
        self.name = name
        self.isJSON = isJSON
    }

    /// The page with another name.
    func replacingName(by text: String) -> @Sendable ([UInt8]) -> [UInt8] {
        replacing(name, by: text)
    }

    /// The page in which the item has an empty name, and, where that can be written, one of another type.
    var withoutName: [(what: String, change: @Sendable ([UInt8]) -> [UInt8])] {
        let quoted = name.lowerBound - 1..<name.upperBound + 1
        return [("an empty name", replacing(name, by: ""))]
            + (isJSON ? [("a number for a name", replacing(quoted, by: "7"))] : [])
    }

    /// The page in which the item has nothing in it.
    var emptied: @Sendable ([UInt8]) -> [UInt8] {
        guard !isJSON else { return replacing(0..<item.count, by: "{}") }
        let tag = String(decoding: Tags.name(at: item.startIndex, in: item), as: UTF8.self)
        return replacing(0..<item.count, by: "<\(tag)></\(tag)>")
    }

    private func replacing(_ range: Range<Int>, by text: String) -> @Sendable ([UInt8]) -> [UInt8] {
        var changed = item
        changed.replaceSubrange(range, with: Data(text.utf8))
        return { [item, changed] body in
            var page = Data(body)
            if let found = page.range(of: item) { page.replaceSubrange(found, with: changed) }
            return Array(page)
        }
    }
}

extension Bench {
    /// An offered item, not of the first page, whose bytes and name stand in its page as they came.
    func spot() async throws -> Spot {
        let bodies = Bodies()
        let tap = tap { _ in .alter { bodies.add($0) } }
        let listing = try await listing(over: connection(over: tap))
        for item in listing.pages.dropFirst().flatMap(\.items) {
            guard let object = learningObject(item), object.published,
                let spot = Spot(item, named: object.name, in: bodies)
                    ?? Spot(markup: item, named: object.name, in: bodies)
            else { continue }
            return spot
        }
        throw Skip("no item's name stands in a page as it came, so none can be changed on the way")
    }
}
