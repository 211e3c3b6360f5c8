/// Tags in bytes that may not be well-formed XML, found by their spelling alone.
package enum XMLTag {
    /// Returns the local name of the tag that begins at a place, with `/` before it for an end tag; nil if no tag
    /// begins there. A prefix is left out.
    package static func name(at place: Int, in bytes: [UInt8]) -> ArraySlice<UInt8>? {
        guard place < bytes.count, bytes[place] == UInt8(ascii: "<") else { return nil }
        var end = place + 1
        let isEnd = end < bytes.count && bytes[end] == UInt8(ascii: "/")
        if isEnd { end += 1 }
        var start = end
        while end < bytes.count, isNameByte(bytes[end]) {
            if bytes[end] == UInt8(ascii: ":") { start = end + 1 }
            end += 1
        }
        guard end > start, end < bytes.count, isXMLSpace(bytes[end]) || ">/".utf8.contains(bytes[end]) else {
            return nil
        }
        return isEnd ? [UInt8(ascii: "/")] + bytes[start..<end] : bytes[start..<end]
    }

    /// Returns the place after the `>` of the tag that begins at a place, quotes minded; nil if it is not closed.
    package static func end(of place: Int, in bytes: [UInt8]) -> Int? {
        var quote: UInt8?
        for index in place..<bytes.count {
            let byte = bytes[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                return index + 1
            }
        }
        return nil
    }

    /// Returns the place of the first start tag of a local name.
    package static func firstStart(of name: [UInt8], in bytes: [UInt8], from place: Int = 0) -> Int? {
        var index = place
        while let found = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
            if self.name(at: found, in: bytes)?.elementsEqual(name) == true { return found }
            index = found + 1
        }
        return nil
    }

    /// Returns the place after the last end tag of a local name.
    static func lastEnd(of name: [UInt8], in bytes: [UInt8]) -> Int? {
        var rest = bytes[...]
        while let found = rest.lastIndex(of: UInt8(ascii: "<")) {
            if let tag = self.name(at: found, in: bytes), tag.first == UInt8(ascii: "/"),
                tag.dropFirst().elementsEqual(name)
            {
                return end(of: found, in: bytes)
            }
            rest = rest[..<found]
        }
        return nil
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "-"),
            UInt8(ascii: "."), 0x80...:
            true
        default: false
        }
    }
}

extension ArraySlice<UInt8> {
    /// Returns the place of the first occurrence.
    package func place(of wanted: [UInt8]) -> Int? {
        guard let first = wanted.first else { return startIndex }
        var rest = self
        while let found = rest.firstIndex(of: first) {
            if rest[found...].starts(with: wanted) { return found }
            rest = rest[(found + 1)...]
        }
        return nil
    }

    /// Returns the place of the last occurrence.
    func lastPlace(of wanted: [UInt8]) -> Int? {
        guard let first = wanted.first else { return endIndex }
        var rest = self
        while let found = rest.lastIndex(of: first) {
            if self[found...].starts(with: wanted) { return found }
            rest = rest[..<found]
        }
        return nil
    }
}
