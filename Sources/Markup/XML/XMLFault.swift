/// Why bytes could not be read as XML.
package struct XMLFault: Error, Sendable, Equatable {
    /// The line, from 1; 0 if unknown.
    package let line: Int
    /// The approximate column in bytes, from 1.
    package let column: Int
    /// What is wrong, without the position.
    package let problem: String

    package init(line: Int, column: Int, problem: String) {
        self.line = line
        self.column = column
        self.problem = problem
    }

    /// The whole message, such as `line 3, column 14: mismatched tag: expected </title>`.
    package var message: String { line > 0 ? "line \(line), column \(column): \(problem)" : problem }

    /// Describes a body that does not begin like XML, for example
    /// `the answer is an HTML page, not XML: "We will be right back"`, with the first line of its text.
    ///
    /// - Returns: Nil if the first byte other than white space could begin an XML document.
    package static func notXML(_ body: some Collection<UInt8>) -> String? {
        let content = body.drop { [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
        guard let first = content.first else { return "the answer is empty, not XML" }
        // UTF-16 begins with a byte order mark or a zero.
        if [0xFE, 0xFF, 0x00].contains(first) { return nil }
        let text = { strayText(in: content).map { ": \"\($0)\"" } ?? "" }
        guard first == UInt8(ascii: "<") else { return "the answer is not XML\(text())" }
        let opening = String(decoding: content.prefix(200), as: UTF8.self).lowercased()
        let isPage = ["<!doctype html", "<html", "<head", "<body"].contains { opening.hasPrefix($0) }
        return isPage ? "the answer is an HTML page, not XML\(text())" : nil
    }
}

extension XMLFault: CustomStringConvertible {
    package var description: String { message }
}
