import Foundation

/// One file while it is being read: what was found wrong so far, and what of it may not be shown.
struct FileCheck {
    /// The file as messages name it.
    let name: String
    let source: SourceText
    let references: References
    private var findings: [Diagnostic] = []
    private var places: [Range<Int>] = []
    private var masked: [Range<Int>] = []
    private var root: YAMLNode?

    init(name: String, source: SourceText, references: References) {
        self.name = name
        self.source = source
        self.references = references
    }

    /// Whether nothing was found wrong so far.
    var isClean: Bool { findings.isEmpty }
    var count: Int { findings.count }

    mutating func report(
        _ code: Diagnostic.Code, at place: Range<Int>, _ message: String, offending: String? = nil,
        valid: [String] = [], suggestion: String? = nil, key: String? = nil
    ) {
        let (line, column) = source.position(of: place.lowerBound)
        findings.append(
            Diagnostic(
                file: name, line: line, column: column, code: code, message: message,
                offending: offending, validValues: valid, suggestion: suggestion, key: key))
        places.append(place)
    }

    /// Keeps a value from being shown, wherever it stands.
    mutating func mask(_ node: YAMLNode) { masked.append(node.span) }

    /// Reads the file as YAML; nil, and reported, if it is none.
    mutating func document() -> YAMLDocument? {
        do {
            let document = try YAMLDocument(parsing: source)
            root = document.root
            return document
        } catch {
            report(.syntax, at: error.offset..<error.offset, error.message)
            return nil
        }
    }

    /// All findings, each with its source line as it may be shown.
    func diagnostics() -> [Diagnostic] {
        let leaves = root?.leafSpans ?? []
        return zip(findings, places).map { finding, place in
            // Of a file that is no YAML nobody can tell which parts are secrets.
            guard finding.code != .syntax, finding.code != .unreadable, !leaves.isEmpty else {
                return finding
            }
            var finding = finding
            finding.key = finding.key ?? root?.key(around: place.lowerBound)
            finding.excerpt = .init(of: place, masked: masked, spans: leaves, in: source)
            return finding
        }
    }

    /// The place of a value, for records that name it later.
    func place(of node: YAMLNode) -> Place {
        let (line, column) = source.position(of: node.span.lowerBound)
        return Place(file: name, line: line, column: column)
    }
}

extension YAMLNode {
    /// The innermost key that is written at an offset, or whose value is.
    fileprivate func key(around offset: Int) -> String? {
        guard alias == nil else { return nil }
        switch content {
        case .scalar: return nil
        case .sequence(let items, _): return items.lazy.compactMap { $0.key(around: offset) }.first
        case .mapping(let entries, _):
            let entry = entries.first {
                !$0.merged && ($0.key.span.contains(offset) || $0.value.span.contains(offset))
            }
            return entry.flatMap { $0.value.key(around: offset) ?? $0.name }
        }
    }

    /// Where the scalars, aliases and keys of the tree are written.
    fileprivate var leafSpans: [Range<Int>] {
        if alias != nil { return [span] }
        switch content {
        case .scalar: return [span]
        case .sequence(let items, _): return items.flatMap(\.leafSpans)
        case .mapping(let entries, _):
            return entries.filter { !$0.merged }.flatMap { $0.key.leafSpans + $0.value.leafSpans }
        }
    }
}
