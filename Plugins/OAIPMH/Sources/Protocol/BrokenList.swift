import Foundation
import Markup

/// A list that is not well-formed, taken apart into its records, so that a broken one costs only itself.
///
/// Nothing is taken for complete that is not. The response without its records must be well-formed, to the end tag of
/// its root. After the last record only the token may follow: anything else might have been the token.
struct BrokenList {
    /// The response without its records.
    private let frame: [UInt8]
    private let records: [Part]
    /// The tags around a record, for a document of its own.
    private let opening: [UInt8]
    private let closing: [UInt8]

    /// A record, or what is left of one.
    private struct Part {
        /// What is between its own tags.
        let content: ArraySlice<UInt8>
        /// The line in the response, from 1.
        let line: Int
        /// Whether it may hold the remains of another record, whose own tags are lost.
        let isMerged: Bool
    }

    /// More would take long to read one by one (our decision).
    private static let mostRecords = 20_000

    /// - Returns: Nil if the response is no list, or ends too early.
    init?(_ bytes: [UInt8]) {
        let names = Names()
        guard let root = XMLTag.firstStart(of: names.root, in: bytes),
            let rootEnd = XMLTag.end(of: root, in: bytes),
            let list = XMLTag.firstStart(of: names.list, in: bytes, from: rootEnd),
            let listEnd = XMLTag.end(of: list, in: bytes)
        else { return nil }
        let (starts, end) = Self.records(in: bytes, from: listEnd, names)
        guard let first = starts.first, let end, starts.count <= Self.mostRecords else { return nil }
        var parts: [Part] = []
        var line = 1 + bytes[..<first].count { $0 == 10 }
        var rest: ArraySlice<UInt8> = []
        for (start, next) in zip(starts, starts.dropFirst() + [end]) {
            let (content, after) = Self.content(of: bytes[start..<next], in: bytes, names)
            parts.append(
                Part(
                    content: content, line: line,
                    isMerged: Self.isMerged(bytes[start..<next], after: after ?? [], in: bytes)))
            line += bytes[start..<next].count { $0 == 10 }
            rest = after ?? bytes[start..<next]
        }
        let hasToken = XMLTag.name(at: end, in: bytes)?.elementsEqual(names.token) == true
        guard hasToken || rest.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) else { return nil }
        frame = Array(bytes[..<first]) + bytes[end...]
        records = parts
        let prefix = bytes[(list + 1)..<listEnd].prefix { !"> \t\r\n/".utf8.contains($0) }.dropLast(
            names.list.count)
        func tag(_ name: [UInt8], _ mark: String) -> [UInt8] {
            Array("<\(mark)".utf8) + prefix + name + [0x3E]
        }
        let around = (bytes[root..<rootEnd] + bytes[list..<listEnd]).map { $0 == 10 ? 0x20 : $0 }
        let rootName = bytes[(root + 1)..<rootEnd].prefix { !"> \t\r\n/".utf8.contains($0) }
        opening = around + tag(names.record, "")
        closing = tag(names.record, "/") + tag(names.list, "/") + Array("</".utf8) + rootName + [0x3E]
    }

    private struct Names {
        let root = Array("OAI-PMH".utf8)
        let list = Array("ListRecords".utf8)
        let record = Array("record".utf8)
        let header = Array("header".utf8)
        let token = Array("resumptionToken".utf8)
        let recordEnd = Array("/record".utf8)
        let listEnd = Array("/ListRecords".utf8)
    }

    /// Returns where the records begin, at their own tag or, if that is missing, at their header, and where the
    /// token or the end of the list follows them.
    private static func records(in bytes: [UInt8], from place: Int, _ names: Names) -> (
        starts: [Int], end: Int?
    ) {
        var starts: [Int] = []
        var end: Int?
        /// Where a header would belong to the record that has just begun.
        var body: Int?
        var index = place
        while let found = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
            index = found + 1
            guard let name = XMLTag.name(at: found, in: bytes) else { continue }
            if name.elementsEqual(names.record) {
                starts.append(found)
                body = XMLTag.end(of: found, in: bytes)
                end = nil
            } else if name.elementsEqual(names.header) {
                let isOwn =
                    body.map { $0 <= found && bytes[$0..<found].allSatisfy { $0 <= 0x20 } } ?? false
                if !isOwn { starts.append(found) }
                body = nil
                end = nil
            } else if end == nil, name.elementsEqual(names.token) || name.elementsEqual(names.listEnd) {
                end = found
            }
        }
        return (starts, end)
    }

    /// Returns what is between a record's tags, and what follows its end tag; nil if it has none.
    private static func content(
        of part: ArraySlice<UInt8>, in bytes: [UInt8], _ names: Names
    ) -> (content: ArraySlice<UInt8>, after: ArraySlice<UInt8>?) {
        var start = part.startIndex
        if XMLTag.name(at: start, in: bytes)?.elementsEqual(names.record) == true {
            start = XMLTag.end(of: start, in: bytes).map { min($0, part.endIndex) } ?? start
        }
        var index = start
        while let found = bytes[index..<part.endIndex].firstIndex(of: UInt8(ascii: "<")) {
            if XMLTag.name(at: found, in: bytes)?.elementsEqual(names.recordEnd) == true,
                let end = XMLTag.end(of: found, in: bytes), end <= part.endIndex
            {
                return (bytes[start..<found], bytes[end..<part.endIndex])
            }
            index = found + 1
        }
        return (bytes[start..<part.endIndex], nil)
    }

    /// Whether a part has any tag of a record twice, or words of one after its end.
    private static func isMerged(
        _ part: ArraySlice<UInt8>, after: ArraySlice<UInt8>, in bytes: [UInt8]
    ) -> Bool {
        let words = ["header", "identifier", "datestamp", "metadata"].map { Array($0.utf8) }
        if words.contains(where: { after.place(of: $0) != nil }) { return true }
        let tags = Set(["header", "/header", "datestamp", "metadata", "/metadata", "/record"])
        var met: Set<String> = []
        var index = part.startIndex
        while let found = part[index...].firstIndex(of: UInt8(ascii: "<")) {
            index = found + 1
            guard let name = XMLTag.name(at: found, in: bytes) else { continue }
            let tag = String(decoding: name, as: UTF8.self)
            if tags.contains(tag), !met.insert(tag).inserted { return true }
        }
        return false
    }

    // MARK: - Reading

    /// Reads what can be read, each record on its own.
    ///
    /// - Returns: Everything around the records; nil if that is not well-formed.
    func read(_ answer: Answer, into reader: inout RecordReader) -> Answer.Envelope? {
        guard var envelope = try? answer.read("record", in: frame, { _ in }) else { return nil }
        envelope.remarks = answer.source.remarks + envelope.remarks
        for part in records {
            do throws(XMLFault) {
                reader.add(try tree(part.content, answer))
            } catch {
                // libxml2 names lines of the record, not of the response.
                let problem = error.problem.replacing(#/ line \d+/#, with: "")
                let fault = XMLFault(
                    line: part.line + max(0, error.line - 1), column: error.column, problem: problem)
                if let tree = try? tree(XMLRepair.repaired(part.content)[...], answer),
                    tree.child(Answer.name("header")) != nil
                {
                    reader.add(tree, repair: fault.message)
                } else {
                    reader.addUnreadable(identifier(in: part.content), fault)
                }
            }
            if part.isMerged {
                let problem = "there may be the remains of another record"
                reader.addUnreadable(nil, XMLFault(line: part.line, column: 1, problem: problem))
            }
        }
        return envelope
    }

    private func tree(_ content: ArraySlice<UInt8>, _ answer: Answer) throws(XMLFault) -> XMLTree {
        var found: [XMLTree] = []
        try answer.trees("record", in: opening + content + closing) { found.append($0) }
        guard found.count == 1 else { throw XMLFault(line: 0, column: 0, problem: "it is no single record") }
        return found[0]
    }

    /// Returns the text of the first element named identifier, if its end tag follows. Only the header is looked
    /// at, since metadata have such elements as well.
    private func identifier(in content: ArraySlice<UInt8>) -> String? {
        let ends = ["/header", "metadata"].compactMap { name in
            XMLTag.firstStart(of: Array(name.utf8), in: Array(content))
        }
        guard let end = ends.min() else { return nil }
        let bytes = Array(content.prefix(end))
        let name = Array("identifier".utf8)
        guard let start = XMLTag.firstStart(of: name, in: bytes), let open = XMLTag.end(of: start, in: bytes),
            let close = bytes[open...].firstIndex(of: UInt8(ascii: "<")),
            XMLTag.name(at: close, in: bytes)?.elementsEqual(Array("/identifier".utf8)) == true
        else { return nil }
        let id = String(decoding: bytes[open..<close], as: UTF8.self).trimmingCharacters(
            in: .whitespacesAndNewlines)
        return id.isEmpty || id.contains("&") ? nil : id
    }
}
