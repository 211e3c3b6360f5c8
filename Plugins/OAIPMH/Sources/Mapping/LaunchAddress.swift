import ConnectorKit
import Foundation

/// Chooses the address that opens a record among its identifiers.
enum LaunchAddress {
    /// How well an address opens the record. The first of the best is used (our decision).
    private enum Rank: Int, Comparable {
        /// A file, which opens without the page that describes it and its terms of use.
        case file
        /// A DOI or handle that is not an address yet. Its resolver leads to the page.
        case resolved
        /// The address of a page.
        case page

        static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }
    }

    /// Returns an absolute http(s) URL; nil if no identifier leads to one.
    static func best(of identifiers: [String]) -> String? {
        var best: (rank: Rank, url: String)?
        for identifier in identifiers {
            guard let found = address(identifier), found.rank > best?.rank ?? .file || best == nil else {
                continue
            }
            best = found
        }
        return best?.url
    }

    private static func address(_ identifier: String) -> (rank: Rank, url: String)? {
        if let path = webPath(identifier) { return (isFile(path) ? .file : .page, identifier) }
        let lower = identifier.lowercased()
        for (prefix, resolver) in [
            ("doi:", "https://doi.org/"), ("info:doi/", "https://doi.org/"), ("urn:doi:", "https://doi.org/"),
            ("hdl:", "https://hdl.handle.net/"), ("info:hdl/", "https://hdl.handle.net/"),
        ] where lower.hasPrefix(prefix) {
            let name = identifier.dropFirst(prefix.count).trimmingCharacters(in: .whitespaces)
            guard isName(name) else { return nil }
            return (.resolved, resolver + encoded(name))
        }
        return lower.hasPrefix("10.") && isName(identifier)
            ? (.resolved, "https://doi.org/" + encoded(identifier)) : nil
    }

    /// Returns the path of an absolute http(s) URL.
    private static func webPath(_ text: String) -> String? {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), let url = URLComponents(string: text),
            let host = url.host, !host.isEmpty, ["http", "https"].contains(url.scheme?.lowercased())
        else { return nil }
        return url.path
    }

    private static func isFile(_ path: String) -> Bool {
        let last = path.split(separator: "/").last ?? ""
        guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return false }
        return fileEndings.contains(last[last.index(after: dot)...].lowercased())
    }

    private static let fileEndings: Set<String> = [
        "avi", "bib", "csv", "doc", "docx", "epub", "gif", "gz", "jpeg", "jpg", "json", "m4a", "m4v", "mov",
        "mp3", "mp4", "odp", "ods", "odt", "pdf", "png", "ppt", "pptx", "ps", "rdf", "rtf", "svg", "tar",
        "tif",
        "tiff", "txt", "wav", "webm", "xls", "xlsx", "xml", "zip",
    ]

    /// A DOI or handle is a prefix of digits and dots, a slash, and a name (ISO 26324, RFC 3650).
    private static func isName(_ text: String) -> Bool {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[1].isEmpty && !text.contains(where: \.isWhitespace)
            && !parts[0].isEmpty && parts[0].allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
    }

    /// DOIs may contain characters with another meaning in a URL, such as `<` and `#`.
    private static func encoded(_ name: String) -> String {
        name.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                return String(Unicode.Scalar(byte))
            default:
                let scalar = Unicode.Scalar(byte)
                if "-._~/:;()!*',@".unicodeScalars.contains(scalar) { return String(scalar) }
                let hex = String(byte, radix: 16, uppercase: true)
                return hex.count == 1 ? "%0\(hex)" : "%\(hex)"
            }
        }.joined()
    }
}
