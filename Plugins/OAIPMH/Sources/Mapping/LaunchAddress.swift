import ConnectorKit
import Foundation

/// Chooses the address that opens a record among its identifiers.
enum LaunchAddress {
    /// How well an address opens the record. The first of the best is used (our decision).
    private enum Rank: Int, Comparable {
        /// A file, which opens without the page that describes it and its terms of use.
        case file
        /// An identifier, such as a DOI, that is not an address yet. Its resolver leads to the page.
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
        let text = unwrapped(identifier)
        guard let url = WebAddress.repaired(text) else { return nil }
        let lower = text.lowercased()
        guard lower.hasPrefix("http") || lower.hasPrefix("www.") else { return (.resolved, url) }
        return (isFile(URLComponents(string: url)?.path ?? "") ? .file : .page, url)
    }

    /// Returns an identifier without what people and programs put around it: `URL: http://…`, `<http://…>`, and
    /// an ampersand that was escaped twice.
    private static func unwrapped(_ identifier: String) -> String {
        var text = identifier
        while text.contains("&amp;") { text = text.replacing("&amp;", with: "&") }
        let lower = text.lowercased()
        for label in ["url:", "uri:", "link:"] where lower.hasPrefix(label) {
            text = String(text.dropFirst(label.count)).trimmed
        }
        return text.hasPrefix("<") && text.hasSuffix(">") ? String(text.dropFirst().dropLast()) : text
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
}
