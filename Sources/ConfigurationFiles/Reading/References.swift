import Foundation

/// What `${NAME}` and `${file:PATH}` in a value stand for.
///
/// `$${` writes a `${` that is none (our decision); any other `$` stands for itself.
struct References: Sendable {
    let environment: [String: String]
    /// Relative paths are read from here: the directory of the file that names them.
    let directory: URL

    /// Far above any key, far below what would hurt (our decision).
    private static let fileLimit = 64 * 1024

    struct Problem: Error, Equatable {
        let code: Diagnostic.Code
        let message: String
        var suggestion: String?
    }

    /// Whether a text holds anything that is read as a reference.
    static func occur(in text: String) -> Bool { text.contains("${") }

    /// The text with every reference replaced.
    ///
    /// - Throws: the first reference that cannot be followed. The message repeats what names a variable or
    ///   a file, and nothing else of the text.
    func resolve(_ text: String) throws(Problem) -> String {
        var result = ""
        var rest = text[...]
        while let dollar = rest.range(of: "${") {
            if rest[..<dollar.lowerBound].hasSuffix("$") {
                result += rest[..<dollar.lowerBound].dropLast() + "${"
                rest = rest[dollar.upperBound...]
                continue
            }
            guard let close = rest[dollar.upperBound...].firstIndex(of: "}") else {
                throw Problem(
                    code: .reference,
                    message:
                        "a reference without its \"}\"; ${NAME} or ${file:PATH} was expected ($${ writes ${)")
            }
            result += rest[..<dollar.lowerBound]
            result += try value(of: String(rest[dollar.upperBound..<close]))
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    private func value(of reference: String) throws(Problem) -> String {
        if reference.hasPrefix("file:") { return try content(of: String(reference.dropFirst(5))) }
        guard let first = reference.utf8.first, !(48...57).contains(first),
            reference.utf8.allSatisfy({ Self.isNameByte($0) })
        else {
            throw Problem(
                code: .reference,
                message:
                    "a reference that names nothing; ${NAME} or ${file:PATH} was expected ($${ writes ${)")
        }
        guard let value = environment[reference] else {
            let near = nearest(reference, among: environment.keys.sorted())
            let hint = near.map { "; did you mean \($0)?" } ?? ""
            throw Problem(
                code: .unsetVariable, message: "environment variable \(reference) is not set\(hint)",
                suggestion: near)
        }
        return value
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            || byte == UInt8(ascii: "_")
    }

    private func content(of path: String) throws(Problem) -> String {
        func unreadable(_ reason: String) -> Problem {
            Problem(code: .reference, message: "the file \"\(path)\" cannot be read: \(reason)")
        }
        guard !path.isEmpty else {
            throw Problem(code: .reference, message: "${file:} names no file; ${file:PATH} was expected")
        }
        let bytes: [UInt8]
        do {
            bytes = try FileContent.read(
                URL(fileURLWithPath: path, relativeTo: directory), limit: Self.fileLimit)
        } catch {
            throw unreadable(error.reason)
        }
        guard var text = String(validating: bytes, as: UTF8.self) else {
            throw unreadable("it is not UTF-8 text")
        }
        if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
        while let last = text.last, last.isNewline { text.removeLast() }
        return text
    }
}
