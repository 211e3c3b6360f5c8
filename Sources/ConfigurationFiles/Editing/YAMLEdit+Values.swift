extension YAMLEdit {
    /// Writes another value in the place of one that is there.
    mutating func replace(_ entry: YAMLEntry, with value: ConfigurationValue) {
        let old = entry.value
        if old.alias != nil { return edits.replace(old.span, with: YAMLText.flow(value)) }
        if old.isNull { return fill(entry, with: value) }
        if case .list(let items) = value, replaceItems(of: entry, with: items) { return }
        let content = contentStart(of: old)..<old.span.upperBound
        switch old.content {
        case .scalar(_, .block): replaceBlock(entry, with: YAMLText.flow(value))
        case .scalar(_, let style): edits.replace(content, with: YAMLText.flow(value, style: style))
        case .sequence, .mapping:
            if old.isFlow {
                edits.replace(content, with: YAMLText.flow(value))
            } else {
                replaceBlock(entry, with: YAMLText.flow(value))
            }
        }
    }

    /// Writes a value where nothing or null stands.
    mutating func fill(_ entry: YAMLEntry, with value: ConfigurationValue) {
        let old = entry.value
        let content = contentStart(of: old)..<old.span.upperBound
        if !content.isEmpty {
            edits.replace(content, with: YAMLText.flow(value))
        } else if let colon = colon(after: entry.key) {
            let place = old.anchor == nil ? colon + 1 : old.span.upperBound
            if case .mapping(let members) = value, beginsLine(entry.key), endsLine(place) {
                let indent = indent(of: entry.key) + step
                insertLines(members.map { indent + line(of: $0, indent: indent, block: false) }, below: place)
            } else {
                edits.insert(" " + YAMLText.flow(value), at: place)
            }
        } else {
            edits.insert(": " + YAMLText.flow(value), at: entry.key.span.upperBound)
        }
    }

    /// Takes the lines of a block value away and writes the new one beside the key.
    mutating func replaceBlock(_ entry: YAMLEntry, with text: String) {
        guard let colon = colon(after: entry.key) else { return }
        let old = entry.value
        let content = contentStart(of: old)
        if source.lineNumber(of: content) == source.lineNumber(of: colon) {
            // A block text begins with its "|" on the key's line.
            edits.replace(content..<old.span.upperBound, with: text)
        } else {
            edits.insert(" " + text, at: old.anchor == nil ? colon + 1 : propertiesEnd(of: old))
            deleteLines(from: content, through: old.span.upperBound)
        }
    }

    /// Adds a member at the end of a mapping, in the style of the others.
    mutating func insert(_ member: ConfigurationValue.Member, into node: YAMLNode) {
        let entries = (node.entries ?? []).filter { !$0.merged }
        if node.isFlow {
            insertFlow(member, into: node, after: entries.last)
        } else if let first = entries.first ?? node.entries?.first {
            let indent = indent(of: first.key.span.lowerBound < node.span.lowerBound ? node : first.key)
            let mappings = entries.map(\.value).filter { $0.entries != nil && $0.alias == nil }
            let block = !mappings.isEmpty && !mappings.contains(where: \.isFlow)
            insertLines(
                [indent + line(of: member, indent: indent, block: block)], below: node.span.upperBound)
        }
    }

    private mutating func insertFlow(
        _ member: ConfigurationValue.Member, into node: YAMLNode, after last: YAMLEntry?
    ) {
        let text = "\(YAMLText.scalar(member.name)): \(YAMLText.flow(member.value))"
        let close = node.span.upperBound - 1
        var end = close
        while end > node.span.lowerBound, source.bytes[end - 1].isBlank || source.bytes[end - 1].isLineEnd {
            end -= 1
        }
        let open = contentStart(of: node)
        if end - 1 == open {
            edits.replace(open + 1..<close, with: " \(text) ")
        } else if source.bytes[end - 1] == UInt8(ascii: ",") {
            edits.insert(" " + text + ",", at: end)
        } else {
            let place = last.map { max($0.key.span.upperBound, $0.value.span.upperBound) } ?? end
            edits.insert(", " + text, at: min(place, end))
        }
    }

    /// Takes a member away: its lines in block style, it and one comma in flow style.
    mutating func remove(_ entry: YAMLEntry, from node: YAMLNode) {
        let end = max(entry.key.span.upperBound, entry.value.span.upperBound)
        let start = entry.key.span.lowerBound
        guard node.isFlow else { return deleteLines(from: start, through: end) }
        let others = (node.entries ?? []).filter { !$0.merged }
        if let next = others.first(where: { $0.key.span.lowerBound > start }) {
            edits.delete(start..<next.key.span.lowerBound)
        } else if let before = others.last(where: { $0.key.span.lowerBound < start }) {
            edits.delete(max(before.key.span.upperBound, before.value.span.upperBound)..<end)
        } else {
            edits.replace(contentStart(of: node)..<node.span.upperBound, with: "{}")
        }
    }

    /// A member as its line, or lines below it where the style around is block style.
    private func line(of member: ConfigurationValue.Member, indent: String, block: Bool) -> String {
        let key = YAMLText.scalar(member.name) + ":"
        guard block, case .mapping(let members) = member.value, !members.isEmpty else {
            return "\(key) \(YAMLText.flow(member.value))"
        }
        let inner = indent + step
        return key
            + members.map { source.newline + inner + line(of: $0, indent: inner, block: true) }.joined()
    }
}
