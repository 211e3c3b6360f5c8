import Foundation

extension YAMLDocument {
    /// Reads a file into one tree.
    ///
    /// - Throws: the first thing that keeps the file from being YAML, or from being read within
    ///   ``YAMLLimit``.
    init(parsing source: SourceText) throws(YAMLProblem) {
        try check(source)
        var composer = YAMLComposer(source)
        self = try composer.document()
    }
}

/// Refuses what libyaml would explain badly, or would take and no editor would show.
private func check(_ source: SourceText) throws(YAMLProblem) {
    guard source.bytes.count <= YAMLLimit.bytes else {
        throw YAMLProblem(offset: source.start, message: "the file is larger than 1 MiB")
    }
    if source.bytes.starts(with: [0xFF, 0xFE]) || source.bytes.starts(with: [0xFE, 0xFF]) {
        throw YAMLProblem(offset: 0, message: "the file is UTF-16; save it as UTF-8")
    }
    guard String(validating: source.bytes, as: UTF8.self) == nil else { return }
    var whole = source.bytes.startIndex
    var decoder = UTF8()
    var iterator = source.bytes.makeIterator()
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { whole += UTF8.width(scalar) }
    throw YAMLProblem(offset: whole, message: "the file is not UTF-8 from here on; save it as UTF-8")
}

/// Builds the tree out of libyaml's events.
private struct YAMLComposer: ~Copyable {
    private let events: YAMLEvents
    private let source: SourceText
    private var anchors: [String: YAMLNode] = [:]
    private var aliases: [YAMLDocument.AliasUse] = []
    private var values = 0

    init(_ source: SourceText) {
        self.source = source
        events = YAMLEvents(source)
    }

    mutating func document() throws(YAMLProblem) -> YAMLDocument {
        var root: YAMLNode?
        while true {
            let event = try events.next()
            switch event.kind {
            case .streamEnd: return YAMLDocument(root: root, aliases: aliases)
            case .documentStart where root != nil:
                throw YAMLProblem(
                    offset: event.span.lowerBound,
                    message: "a second document begins here; a file is one document")
            case .documentStart:
                let node = try node(try events.next(), depth: 0)
                root = node.isNull ? nil : node
                _ = try events.next()
            default: continue
            }
        }
    }

    private mutating func node(_ event: YAMLEvent, depth: Int) throws(YAMLProblem) -> YAMLNode {
        let start = event.span.lowerBound
        guard depth <= YAMLLimit.depth else {
            throw YAMLProblem(
                offset: start, message: "values are nested deeper than \(YAMLLimit.depth) levels")
        }
        var node: YAMLNode
        switch event.kind {
        case .alias(let name): node = try alias(name, at: event.span)
        case .scalar(let text, let style):
            node = YAMLNode(content: .scalar(text, style), span: trimmed(event.span, style))
        case .sequenceStart(let flow): node = try sequence(flow: flow, from: event.span, depth: depth)
        case .mappingStart(let flow): node = try mapping(flow: flow, from: event.span, depth: depth)
        default: throw YAMLProblem(offset: start, message: "a value was expected")
        }
        try count(node.alias == nil ? 1 : node.weight, at: start)
        if let tag = event.tag {
            guard ["!", "tag:yaml.org,2002:str"].contains(tag) else {
                throw YAMLProblem(
                    offset: start, message: "a tag other than !!str is not read here; leave it out")
            }
            node.isTaggedText = true
        }
        if let anchor = event.anchor {
            node.anchor = anchor
            anchors[anchor] = node
        }
        return node
    }

    /// A bomb of aliases is refused before anything walks it.
    private mutating func count(_ weight: Int, at offset: Int) throws(YAMLProblem) {
        values += weight
        guard values <= YAMLLimit.values else {
            throw YAMLProblem(
                offset: offset, message: "more than \(YAMLLimit.values) values, aliases followed")
        }
    }

    private mutating func alias(_ name: String, at span: Range<Int>) throws(YAMLProblem) -> YAMLNode {
        guard var node = anchors[name] else {
            throw YAMLProblem(
                offset: span.lowerBound, message: "no anchor of the name \"\(name)\" before this alias")
        }
        aliases.append(YAMLDocument.AliasUse(name: name, span: span, target: node.span))
        node.span = span
        node.alias = name
        node.anchor = nil
        return node
    }

    private mutating func sequence(
        flow: Bool, from span: Range<Int>, depth: Int
    ) throws(YAMLProblem) -> YAMLNode {
        var items: [YAMLNode] = []
        var end = span.upperBound
        var weight = 1
        while true {
            let event = try events.next()
            if case .sequenceEnd = event.kind {
                if flow { end = event.span.upperBound }
                break
            }
            let item = try node(event, depth: depth + 1)
            end = max(end, item.span.upperBound)
            weight += item.weight
            items.append(item)
        }
        return YAMLNode(
            content: .sequence(items, flow: flow), span: span.lowerBound..<end, weight: weight)
    }

    private mutating func mapping(
        flow: Bool, from span: Range<Int>, depth: Int
    ) throws(YAMLProblem) -> YAMLNode {
        var entries: [YAMLEntry] = []
        var inherited: [YAMLEntry] = []
        var end = span.upperBound
        var weight = 1
        while true {
            let event = try events.next()
            if case .mappingEnd = event.kind {
                if flow { end = event.span.upperBound }
                break
            }
            let key = try node(event, depth: depth + 1)
            guard key.text != nil else {
                throw YAMLProblem(offset: key.span.lowerBound, message: "a key has to be plain text")
            }
            let value = try node(try events.next(), depth: depth + 1)
            end = max(end, key.span.upperBound, value.span.upperBound)
            weight += 1 + value.weight
            if key.isPlain, key.text == "<<" {
                inherited += try merge(value)
            } else {
                entries.append(YAMLEntry(key: key, value: value))
            }
        }
        var names = Set(entries.compactMap(\.name))
        for entry in inherited where entry.name.map({ names.insert($0).inserted }) ?? false {
            entries.append(YAMLEntry(key: entry.key, value: entry.value, merged: true))
        }
        return YAMLNode(
            content: .mapping(entries, flow: flow), span: span.lowerBound..<end, weight: weight)
    }

    /// The entries behind a merge key, nearest first.
    private func merge(_ value: YAMLNode) throws(YAMLProblem) -> [YAMLEntry] {
        if let entries = value.entries { return entries }
        guard let items = value.items, items.allSatisfy({ $0.entries != nil }) else {
            throw YAMLProblem(
                offset: value.span.lowerBound,
                message: "\"<<\" takes an alias of a mapping, or a list of them")
        }
        return items.flatMap { $0.entries ?? [] }
    }

    /// A block text ends with its last line; the empty lines after it belong to nobody.
    private func trimmed(_ span: Range<Int>, _ style: YAMLNode.ScalarStyle) -> Range<Int> {
        guard style == .block else { return span }
        var end = span.upperBound
        while end > span.lowerBound, source.bytes[end - 1].isBlank || source.bytes[end - 1].isLineEnd {
            end -= 1
        }
        return span.lowerBound..<end
    }
}
