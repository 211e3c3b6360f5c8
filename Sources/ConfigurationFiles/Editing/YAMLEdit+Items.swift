import ConnectorKit

extension YAMLEdit {
    /// Writes other items into a list, leaving those that stay as they are written.
    ///
    /// - Returns: false if the list is none of plain texts, so that it can only be replaced whole.
    mutating func replaceItems(of entry: YAMLEntry, with values: [ConfigurationValue]) -> Bool {
        guard let items = entry.value.items, !items.isEmpty, items.allSatisfy({ $0.text != nil }) else {
            return false
        }
        return entry.value.isFlow
            ? replaceFlowItems(items, in: entry.value, with: values)
            : replaceBlockItems(items, in: entry, with: values)
    }

    private mutating func replaceFlowItems(
        _ items: [YAMLNode], in list: YAMLNode, with values: [ConfigurationValue]
    ) -> Bool {
        let open = contentStart(of: list)
        guard let first = items.first, let last = items.last, !values.isEmpty else {
            edits.replace(open..<list.span.upperBound, with: "[]")
            return true
        }
        let gaps = zip(items, items.dropFirst()).map {
            source[$0.span.upperBound..<$1.span.lowerBound]
        }
        // A comment between two items is not repeated for items that are added.
        let gap = gaps.last.flatMap { $0.contains("#") ? nil : $0 } ?? ", "
        var text = ""
        for (index, value) in values.enumerated() {
            if index > 0 { text += index <= gaps.count ? gaps[index - 1] : gap }
            text += written(value, as: items, at: index)
        }
        edits.replace(first.span.lowerBound..<last.span.upperBound, with: text)
        return true
    }

    private mutating func replaceBlockItems(
        _ items: [YAMLNode], in entry: YAMLEntry, with values: [ConfigurationValue]
    ) -> Bool {
        guard items.allSatisfy({ isLine($0) }), let first = items.first else { return false }
        guard !values.isEmpty else {
            guard let colon = colon(after: entry.key) else { return false }
            let place = entry.value.anchor == nil ? colon + 1 : propertiesEnd(of: entry.value)
            edits.insert(" []", at: place)
            deleteItems(items[...])
            return true
        }
        let old = items.map(ConfigurationValue.init)
        let head = zip(old, values).prefix { $0 == $1 }.count
        let tail = zip(old[head...].reversed(), values[head...].reversed()).prefix { $0 == $1 }.count
        let removed = items[head..<(items.count - tail)]
        let added = values[head..<(values.count - tail)]
        for (item, value) in zip(removed, added) where ConfigurationValue(item) != value {
            edits.replace(item.span, with: written(value, as: items, at: -1))
        }
        deleteItems(removed.dropFirst(added.count))
        let prefix = source[source.lineStart(of: first.span.lowerBound)..<first.span.lowerBound]
        let lines = added.dropFirst(removed.count).map { prefix + written($0, as: items, at: -1) }
        guard !lines.isEmpty else { return true }
        let above = head + removed.count - 1
        if above >= 0 {
            insertLines(lines, below: items[above].span.upperBound)
        } else {
            let start = source.lineStart(of: first.span.lowerBound)
            edits.insert(lines.map { $0 + source.newline }.joined(), at: start)
        }
        return true
    }

    /// Takes the lines of items away, those that follow each other at once; what stands between stays.
    private mutating func deleteItems(_ items: ArraySlice<YAMLNode>) {
        var rest = items
        while let first = rest.popFirst() {
            var end = first.span.upperBound
            while let next = rest.first,
                source.lineStart(of: next.span.lowerBound) == source.nextLineStart(after: end)
            {
                end = next.span.upperBound
                rest.removeFirst()
            }
            deleteLines(from: first.span.lowerBound, through: end)
        }
    }

    /// An item as it is already written in the list, or else in the quotes that all others have.
    private func written(_ value: ConfigurationValue, as items: [YAMLNode], at index: Int) -> String {
        if index >= 0 {
            let same =
                items.indices.contains(index) && ConfigurationValue(items[index]) == value
                ? items[index] : items.first { ConfigurationValue($0) == value && $0.anchor == nil }
            if let same { return source[same.span] }
        }
        let styles = items.map { item -> YAMLNode.ScalarStyle in
            if case .scalar(_, let style) = item.content, item.alias == nil { style } else { .plain }
        }
        let style = styles.first.flatMap { first in styles.allSatisfy { $0 == first } ? first : nil }
        return YAMLText.flow(value, style: style ?? .plain)
    }

    /// Whether an item and its dash are a line of their own.
    private func isLine(_ item: YAMLNode) -> Bool {
        let start = source.lineStart(of: item.span.lowerBound)
        let before = source.bytes[start..<item.span.lowerBound]
        let dashes = before.filter { $0 == UInt8(ascii: "-") }.count
        return dashes == 1 && before.allSatisfy { $0.isBlank || $0 == UInt8(ascii: "-") }
            && source.lineNumber(of: item.span.upperBound) == source.lineNumber(of: start)
            && item.anchor == nil
    }
}
