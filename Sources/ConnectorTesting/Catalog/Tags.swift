import Foundation

/// The tags of a page of markup, by their places: enough to find an element of a simulator's well-formed XML.
struct Tags {
    private let page: Data

    init(_ page: Data) { self.page = page }

    /// The innermost element that both places are in, its tags included.
    func element(around first: Int, and second: Int) -> Range<Int>? {
        let outer = zip(open(at: first), open(at: second)).prefix { $0 == $1 }.last?.0
        guard let outer else { return nil }
        var depth = 0
        for tag in tags(from: outer) {
            depth += tag.depth
            if depth == 0 { return outer..<tag.range.upperBound }
        }
        return nil
    }

    /// Where the elements begin that are open at a place, the outermost first.
    private func open(at place: Int) -> [Int] {
        var open: [Int] = []
        for tag in tags(from: page.startIndex) {
            if tag.range.lowerBound >= place { break }
            if tag.depth > 0 { open.append(tag.range.lowerBound) }
            if tag.depth < 0 { _ = open.popLast() }
        }
        return open
    }

    private struct Tag {
        let range: Range<Int>
        /// 1 where it opens an element, -1 where it closes one, else 0.
        let depth: Int
    }

    private func tags(from start: Int) -> some Sequence<Tag> {
        sequence(state: start) { position -> Tag? in
            guard let begin = page[position...].firstIndex(of: UInt8(ascii: "<")),
                let end = page[begin...].firstIndex(of: UInt8(ascii: ">")), begin + 1 < end
            else { return nil }
            position = end + 1
            let depth: Int
            switch page[begin + 1] {
            case UInt8(ascii: "/"): depth = -1
            case UInt8(ascii: "?"), UInt8(ascii: "!"): depth = 0
            default: depth = page[end - 1] == UInt8(ascii: "/") ? 0 : 1
            }
            return Tag(range: begin..<position, depth: depth)
        }
    }

    /// The name of the tag that begins at a place.
    static func name(at place: Int, in page: Data) -> Data {
        page[(place + 1)...].prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
    }
}
