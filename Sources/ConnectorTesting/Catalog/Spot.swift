import ConnectorKit
import Foundation

/// One item in the page as it came, and its name within it: where a trial changes what the service said.
struct Spot: Sendable {
    let id: String
    private let item: Data
    private let name: Range<Int>
    private let isJSON: Bool

    fileprivate init?(_ item: RawItem, named name: String) {
        let bytes = Data(item.bytes)
        isJSON = bytes.first == UInt8(ascii: "{")
        let marks = isJSON ? ("\"", "\"") : (">", "<")
        guard let found = bytes.range(of: Data((marks.0 + name + marks.1).utf8)) else { return nil }
        id = item.id
        self.item = bytes
        self.name = found.lowerBound + 1..<found.upperBound - 1
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
        let tag = String(
            decoding: item.dropFirst().prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") }, as: UTF8.self)
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
        let tap = Tap(network, clock: JumpClock()) { _ in .alter { bodies.add($0) } }
        let listing = try await listing(over: connection(over: tap))
        for item in listing.pages.dropFirst().flatMap(\.items) {
            guard let object = learningObject(item), object.published,
                let spot = Spot(item, named: object.name), bodies.contain(Data(item.bytes))
            else { continue }
            return spot
        }
        throw Skip("no item's bytes and name stand in a page as it came, so none can be changed on the way")
    }
}
