import CLibXML2

/// The XML of a response, and what had to be changed to read it.
///
/// Programs print blank lines and warnings before a document, between its declaration and its root, and after its
/// end. They misname the encoding, and write single bytes of another one. All of that can be told apart from the
/// document; nothing here adds to it, so a truncated document stays truncated.
package struct XMLSource: Sendable {
    package private(set) var bytes: [UInt8]
    /// What was changed, one sentence each.
    package private(set) var remarks: [String] = []
    /// The first line of text, if there is no root, such as `Fatal error: out of memory`.
    package private(set) var stray: String?

    /// - Parameters:
    ///   - body: The response as received. UTF-16 and UTF-32 are left as they are.
    ///   - root: The local name of the document's root. A body without such an element is left as it is.
    package init(_ body: [UInt8], root: String) {
        bytes = body
        if body.prefix(2).contains(where: { $0 == 0 || $0 >= 0xFE }) { return }
        let name = Array(root.utf8)
        guard let start = XMLTag.firstStart(of: name, in: body) else {
            stray = strayText(in: body)
            return
        }
        let end = XMLTag.lastEnd(of: name, in: body) ?? body.endIndex
        cut(start, end)
        decode()
    }

    // MARK: - What is not the document

    private mutating func cut(_ start: Int, _ end: Int) {
        let declaration = bytes[..<start].lastPlace(of: Array("<?xml ".utf8)).flatMap { found in
            bytes[found..<start].place(of: Array("?>".utf8)).map { found..<$0 + 2 }
        }
        let before = bytes[..<(declaration?.lowerBound ?? start)]
        let between = bytes[(declaration?.upperBound ?? start)..<start]
        let strays = [before, Self.isProlog(between) ? [] : between, bytes[end...]]
        guard strays.contains(where: { !$0.isEmpty }) else { return }
        for (stray, place) in zip(strays, ["before the XML", "within the XML", "after the XML"]) {
            if let line = strayText(in: stray) { remarks.append("text \(place) was left out: \"\(line)\"") }
        }
        let kept = declaration.map { bytes[$0] } ?? []
        bytes = Array(kept) + (strays[1].isEmpty ? between : []) + bytes[start..<end]
    }

    /// Whether bytes between the declaration and the root are white space, comments, processing instructions and
    /// perhaps a document type declaration.
    private static func isProlog(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes.drop(while: isXMLSpace)
        while rest.starts(with: "<?".utf8) || rest.starts(with: "<!--".utf8) {
            let closing = Array((rest.starts(with: "<?".utf8) ? "?>" : "-->").utf8)
            guard let end = rest.place(of: closing) else { return false }
            rest = rest[(end + closing.count)...].drop(while: isXMLSpace)
        }
        return rest.isEmpty || rest.starts(with: "<!DOCTYPE".utf8)
    }

    // MARK: - Encoding

    /// Makes a document whose encoding is missing, unknown or contradicted by its bytes one in UTF-8.
    private mutating func decode() {
        let declared = declaredEncoding
        let name = declared.map { String(decoding: bytes[$0], as: UTF8.self).lowercased() } ?? "utf-8"
        let isUTF8 = ["utf-8", "utf8", "us-ascii", "ascii"].contains(name)
        // A body of single bytes cannot be what these names mean.
        let isWide = ["utf-16", "utf-32", "ucs-", "unicode", "iso-10646"].contains { name.hasPrefix($0) }
        if !isUTF8, !isWide, Self.isKnown(name) { return }
        if let declared, !isUTF8 {
            remarks.append("the encoding \"\(name.prefix(40))\" was read as UTF-8")
            bytes.replaceSubrange(declared, with: "UTF-8".utf8)
        }
        let (utf8, count) = Self.utf8(bytes)
        guard count > 0 else { return }
        bytes = utf8
        remarks.append(
            count == 1
                ? "a byte that is not UTF-8 was read as windows-1252"
                : "\(count) bytes that are not UTF-8 were read as windows-1252")
    }

    /// The place of the encoding's name in the declaration.
    private var declaredEncoding: Range<Int>? {
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        guard bytes[content...].starts(with: "<?xml".utf8),
            let end = bytes[content...].place(of: Array("?>".utf8)),
            let key = bytes[content..<end].place(of: Array("encoding".utf8)),
            let open = bytes[key..<end].firstIndex(where: {
                $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'")
            }),
            let close = bytes[(open + 1)..<end].firstIndex(of: bytes[open])
        else { return nil }
        return open + 1..<close
    }

    private static func isKnown(_ encoding: String) -> Bool {
        guard let handler = xmlFindCharEncodingHandler(encoding) else { return false }
        xmlCharEncCloseFunc(handler)
        return true
    }

    /// Returns bytes as UTF-8, each byte that is not as the character of windows-1252, and how many were not.
    private static func utf8(_ bytes: [UInt8]) -> ([UInt8], Int) {
        guard bytes.contains(where: { $0 >= 0x80 }), String(validating: bytes, as: UTF8.self) == nil else {
            return ([], 0)
        }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 64)
        var count = 0
        var index = 0
        while index < bytes.count {
            let length = sequenceLength(bytes, index)
            if length > 0 {
                result += bytes[index..<index + length]
                index += length
            } else {
                count += 1
                let byte = bytes[index]
                let scalar = byte < 0xA0 ? windows1252[Int(byte) - 0x80] : Unicode.Scalar(byte)
                result += Array(String(scalar).utf8)
                index += 1
            }
        }
        return (result, count)
    }

    /// Returns the length of the character at a place; 0 if there is none.
    private static func sequenceLength(_ bytes: [UInt8], _ index: Int) -> Int {
        let length =
            switch bytes[index] {
            case 0..<0x80: 1
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 0
            }
        guard length > 1 else { return length }
        let end = min(index + length, bytes.count)
        return String(validating: bytes[index..<end], as: UTF8.self) == nil ? 0 : length
    }

    /// The characters of 0x80 to 0x9F; those that have none are the replacement character.
    private static let windows1252 = Array(
        "€\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ".unicodeScalars)
}

func isXMLSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

/// Returns the first line of text in bytes that are not XML, such as a warning of PHP, without tags and control
/// characters; nil if there is none.
func strayText(in bytes: some Sequence<UInt8>) -> String? {
    let text = plainText(of: String(decoding: Array(bytes.prefix(20_000)), as: UTF8.self))
    let lines = text.split(whereSeparator: \.isNewline).map { line in
        String(line.unicodeScalars.filter { $0.properties.generalCategory != .format }).trimmingSpace
    }
    guard let line = lines.first(where: { !$0.isEmpty }) else { return nil }
    return line.count > 120 ? line.prefix(120) + "…" : line
}

extension String {
    fileprivate var trimmingSpace: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    fileprivate init(_ scalars: some Sequence<Unicode.Scalar>) {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }
}
