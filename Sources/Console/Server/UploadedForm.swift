import Foundation

/// Reads a form that was sent with a file (RFC 7578), which Hummingbird does not read.
enum UploadedForm {
    /// The fields of the form; a file is a field with the file's text.
    ///
    /// - Parameter type: the content type with its boundary.
    /// - Returns: nil if the body is not such a form, or not UTF-8.
    static func fields(of body: [UInt8], type: String) -> FormFields? {
        guard let boundary = parameter("boundary", of: type), !boundary.isEmpty else { return nil }
        let mark = Array("--\(boundary)".utf8)
        guard body.starts(with: mark) else { return nil }
        var fields = FormFields()
        var rest = body[mark.count...]
        let next = [13, 10] + mark
        while !rest.starts(with: Array("--".utf8)) {
            guard rest.starts(with: [13, 10]), let end = rest.dropFirst(2).firstRange(of: next),
                let (name, value) = part(rest[(rest.startIndex + 2)..<end.lowerBound])
            else { return nil }
            fields.add(value, as: name)
            rest = rest[end.upperBound...]
        }
        return fields
    }

    private static func part(_ bytes: ArraySlice<UInt8>) -> (name: String, value: String)? {
        guard let blank = bytes.firstRange(of: Array("\r\n\r\n".utf8)),
            let head = String(validating: bytes[..<blank.lowerBound], as: UTF8.self),
            let value = String(validating: bytes[blank.upperBound...], as: UTF8.self)
        else { return nil }
        let disposition = head.split(separator: "\r\n").first {
            $0.lowercased().hasPrefix("content-disposition:")
        }
        guard let disposition, let name = parameter("name", of: String(disposition)) else { return nil }
        return (name, value)
    }

    /// A parameter of a header, without quotes.
    private static func parameter(_ name: String, of header: String) -> String? {
        for part in header.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].trimmingCharacters(in: .whitespaces).lowercased() == name else {
                continue
            }
            return pair[1].trimmingCharacters(in: CharacterSet(charactersIn: " \""))
        }
        return nil
    }
}
