import ConnectorKit
import Foundation
import HTTPAPI
import Hummingbird
import Model

/// The fields of a query or form; each name with its values in order.
struct FormFields: Sendable, Equatable {
    private(set) var values: [String: [String]] = [:]
    /// The bytes of uploaded files by the names of their fields; one that was left empty is not there.
    private(set) var files: [String: [UInt8]] = [:]

    init() {}

    /// Fields as queries and plain forms write them (`a=1&b=2`).
    ///
    /// - Returns: nil if they are not percent-encoded UTF-8, or too many.
    init?(encoded text: String) {
        guard let pairs = URLEncoding.pairs(text) else { return nil }
        for (name, value) in pairs { add(value, as: name) }
    }

    /// Reads the form of a request.
    ///
    /// - Throws: ``Problem`` if it is too long, or cannot be read.
    init(of request: Request, limit: BodyLimit) async throws(Problem) {
        let bytes = try await request.bytes(of: "a form", limit: limit)
        let type = request.headers[.contentType] ?? ""
        let fields =
            type.lowercased().hasPrefix("multipart/form-data")
            ? UploadedForm.fields(of: bytes, type: type)
            : FormFields(encoded: String(decoding: bytes, as: UTF8.self))
        guard let fields else {
            throw .badRequest(
                "the form cannot be read; UTF-8 and \(URLEncoding.mostFields) fields at most were expected")
        }
        self = fields
    }

    mutating func add(file: [UInt8], as name: String) {
        if !file.isEmpty { files[name] = file }
    }

    mutating func add(_ value: String, as name: String) { values[name, default: []].append(value) }

    /// Replaces the values of a name.
    mutating func set(_ name: String, to values: [String]) { self.values[name] = values }

    /// The first value of a name, trimmed; nil if it is missing or empty.
    subscript(_ name: String) -> String? {
        let text = values[name]?.first?.trimmed
        return text?.isEmpty ?? true ? nil : text
    }

    /// All values of a name that are not empty.
    func all(_ name: String) -> [String] { (values[name] ?? []).filter { !$0.isEmpty } }

    /// The values of a name, separated by commas or spaces.
    func list(_ name: String) -> [String] {
        all(name).flatMap { $0.split { ",; \n\r\t".contains($0) }.map(String.init) }
    }
}

/// An address of this site with a query.
enum Address {
    static func query(_ path: String, _ fields: [(String, String)]) -> String {
        let text = fields.map { "\($0.0.percentEncoded)=\($0.1.percentEncoded)" }.joined(separator: "&")
        return text.isEmpty ? path : "\(path)?\(text)"
    }

    /// The address if it is a page of this console; the overview otherwise.
    static func own(_ text: String?) -> String {
        guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), !text.contains("\\"),
            !text.contains(where: \.isNewline),
            text.unicodeScalars.allSatisfy({ $0.isASCII && $0.value > 32 })
        else { return "/" }
        return text
    }
}
