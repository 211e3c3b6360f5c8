/// Makes a small part of a document well-formed, if only its spelling is broken.
///
/// What is no markup is text, and is escaped: an `&` that begins no reference, a `<` that begins no tag, a tag that
/// nothing closes (`<br>`) and one that closes nothing. Nothing is left out.
package enum XMLRepair {
    /// - Parameter bytes: The content of an element, in UTF-8.
    package static func repaired(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var scanner = Scanner(bytes: Array(bytes))
        scanner.scan()
        return scanner.repaired
    }

    private struct Piece {
        var range: Range<Int>
        var kind: Kind
    }

    private enum Kind {
        /// Text, and tags that have become text.
        case text
        /// A tag, whose attributes may hold a bare `&`.
        case tag
        /// A comment, a CDATA section or a processing instruction.
        case verbatim
    }

    private struct Scanner {
        let bytes: [UInt8]
        private var pieces: [Piece] = []
        /// The open elements, as the numbers of their pieces.
        private var open: [(name: [UInt8], piece: Int)] = []
        private var counts: [[UInt8]: Int] = [:]

        init(bytes: [UInt8]) { self.bytes = bytes }

        mutating func scan() {
            var index = 0
            while index < bytes.count {
                let next = bytes[index...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
                if next > index { pieces.append(Piece(range: index..<next, kind: .text)) }
                guard next < bytes.count else { break }
                index = markup(at: next)
            }
            for element in open { pieces[element.piece].kind = .text }
        }

        /// Adds what begins with a `<`, and returns the place after it.
        private mutating func markup(at place: Int) -> Int {
            for (opening, closing) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")]
            where bytes[place...].starts(with: opening.utf8) {
                guard let end = bytes[(place + opening.utf8.count)...].place(of: Array(closing.utf8)) else {
                    break
                }
                return add(place..<end + closing.utf8.count, .verbatim)
            }
            guard let tag = tag(at: place) else { return add(place..<place + 1, .text) }
            let piece = pieces.count
            let end = add(place..<tag.end, .tag)
            switch tag.shape {
            case .empty: break
            case .start:
                open.append((tag.name, piece))
                counts[tag.name, default: 0] += 1
            case .end: close(tag.name, piece)
            }
            return end
        }

        private mutating func add(_ range: Range<Int>, _ kind: Kind) -> Int {
            pieces.append(Piece(range: range, kind: kind))
            return range.upperBound
        }

        /// Closes the innermost open element of a name; elements within it that are still open become text.
        private mutating func close(_ name: [UInt8], _ piece: Int) {
            guard counts[name, default: 0] > 0 else {
                pieces[piece].kind = .text
                return
            }
            while let element = open.popLast() {
                counts[element.name, default: 1] -= 1
                if element.name == name { return }
                pieces[element.piece].kind = .text
            }
        }

        private enum Shape { case start, end, empty }

        /// Returns the tag that begins at a place, if it is spelled like one.
        private func tag(at place: Int) -> (name: [UInt8], shape: Shape, end: Int)? {
            var index = place + 1
            let isEnd = index < bytes.count && bytes[index] == UInt8(ascii: "/")
            if isEnd { index += 1 }
            let name = name(from: index)
            guard let first = name.first, !"0123456789-.".utf8.contains(first) else { return nil }
            index += name.count
            var isEmpty = false
            while index < bytes.count {
                let space = bytes[index...].prefix(while: isXMLSpace)
                index += space.count
                guard index < bytes.count else { return nil }
                if bytes[index] == UInt8(ascii: ">") {
                    return (Array(name), isEnd ? .end : isEmpty ? .empty : .start, index + 1)
                }
                guard !isEnd, !isEmpty else { return nil }
                if bytes[index] == UInt8(ascii: "/") {
                    isEmpty = true
                    index += 1
                } else {
                    guard !space.isEmpty, let end = attribute(at: index) else { return nil }
                    index = end
                }
            }
            return nil
        }

        /// Returns the place after the attribute that begins at a place.
        private func attribute(at place: Int) -> Int? {
            let name = name(from: place)
            guard !name.isEmpty else { return nil }
            let rest = bytes[name.endIndex...].drop(while: isXMLSpace)
            guard rest.first == UInt8(ascii: "=") else { return nil }
            let value = rest.dropFirst().drop(while: isXMLSpace)
            guard let quote = value.first, "\"'".utf8.contains(quote),
                let end = value.dropFirst().firstIndex(where: { $0 == quote || $0 == UInt8(ascii: "<") }),
                bytes[end] == quote
            else { return nil }
            return end + 1
        }

        private func name(from place: Int) -> ArraySlice<UInt8> {
            bytes[place...].prefix(while: XMLTag.isNameByte)
        }

        // MARK: - Writing

        var repaired: [UInt8] {
            var result: [UInt8] = []
            result.reserveCapacity(bytes.count + 64)
            for piece in pieces {
                let content = bytes[piece.range]
                guard piece.kind != .verbatim else {
                    result += content
                    continue
                }
                for index in content.indices {
                    switch content[index] {
                    case UInt8(ascii: "&") where !isReference(at: index): result += "&amp;".utf8
                    case UInt8(ascii: "<") where piece.kind == .text: result += "&lt;".utf8
                    case UInt8(ascii: ">") where piece.kind == .text: result += "&gt;".utf8
                    default: result.append(content[index])
                    }
                }
            }
            return result
        }

        /// Whether `&name;` or `&#1;` begins at a place.
        private func isReference(at place: Int) -> Bool {
            let rest = bytes[(place + 1)...].prefix(33)
            let name = rest.prefix {
                XMLTag.isNameByte($0) && $0 < 0x80 || $0 == UInt8(ascii: "#")
            }
            guard name.endIndex < bytes.count, bytes[name.endIndex] == UInt8(ascii: ";") else { return false }
            guard name.first == UInt8(ascii: "#") else {
                return name.first.map { $0 >= UInt8(ascii: "A") } ?? false
                    && !name.contains(UInt8(ascii: "#"))
            }
            let digits = name.dropFirst()
            let isHex = digits.first == UInt8(ascii: "x")
            let number = String(decoding: isHex ? digits.dropFirst() : digits, as: UTF8.self)
            return UInt32(number, radix: isHex ? 16 : 10) != nil
        }
    }
}
