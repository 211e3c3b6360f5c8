import Foundation
import HTTPAPI

/// Reads a form that was sent with a file (RFC 7578), which Hummingbird does not read.
enum UploadedForm {
    /// The fields of the form, and the bytes of its files.
    ///
    /// - Parameter type: the content type with its boundary.
    /// - Returns: nil if the body is not such a form, a field is not UTF-8, or there are too many.
    static func fields(of body: [UInt8], type: String) -> FormFields? {
        guard let boundary = parameter("boundary", of: type), !boundary.isEmpty else { return nil }
        let mark = Array("--\(boundary)".utf8)
        guard body.starts(with: mark) else { return nil }
        var fields = FormFields()
        var rest = body[mark.count...]
        let next = [13, 10] + mark
        var count = 0
        while !rest.starts(with: Array("--".utf8)) {
            count += 1
            guard count <= URLEncoding.mostFields, rest.starts(with: [13, 10]),
                let end = range(of: next, in: rest.dropFirst(2)),
                add(rest[(rest.startIndex + 2)..<end.lowerBound], to: &fields)
            else { return nil }
            rest = rest[end.upperBound...]
        }
        return fields
    }

    /// - Returns: false if the part cannot be read.
    private static func add(_ bytes: ArraySlice<UInt8>, to fields: inout FormFields) -> Bool {
        guard let blank = range(of: Array("\r\n\r\n".utf8), in: bytes),
            let head = String(validating: bytes[..<blank.lowerBound], as: UTF8.self)
        else { return false }
        let disposition = head.split(separator: "\r\n").first {
            $0.lowercased().hasPrefix("content-disposition:")
        }
        guard let disposition, let name = parameter("name", of: String(disposition)) else { return false }
        let content = bytes[blank.upperBound...]
        if parameter("filename", of: String(disposition)) != nil {
            fields.add(file: Array(content), as: name)
            return true
        }
        guard let value = String(validating: content, as: UTF8.self) else { return false }
        fields.add(value, as: name)
        return true
    }

    /// The first place of a mark. `Collection.firstRange(of:)` takes seconds for a long file.
    private static func range(of mark: [UInt8], in bytes: ArraySlice<UInt8>) -> Range<Int>? {
        bytes.withUnsafeBytes { buffer in
            guard let start = buffer.baseAddress, let first = mark.first else { return nil }
            var offset = 0
            while offset + mark.count <= buffer.count,
                let found = memchr(start + offset, Int32(first), buffer.count - offset)
            {
                offset = UnsafeRawPointer(found) - start
                guard offset + mark.count <= buffer.count else { return nil }
                if memcmp(start + offset, mark, mark.count) == 0 {
                    let place = bytes.startIndex + offset
                    return place..<place + mark.count
                }
                offset += 1
            }
            return nil
        }
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
