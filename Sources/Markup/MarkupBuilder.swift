/// Writes clean markup from a parser's events.
///
/// Paragraphs and formatting open only if there is content for them, and formatting that spans several blocks
/// opens again in each. So text and formatting are always inside paragraphs and items, never the reverse, and
/// a parser reads the output back unchanged.
final class MarkupBuilder: HTMLHandler {
    /// The maximum number of open elements in the input. Reading ends at a deeper one. This also bounds the
    /// parser's time, which grows with the depth for each end tag.
    static let maximumDepth = 256
    /// The maximum depth of nested lists that are kept.
    static let maximumListDepth = 16

    private var output: [UInt8] = []
    /// What to undo at the end of each open element.
    private var open: [Effect] = []
    private var droppedDepth = 0

    /// The formatting and link of the text that follows, and how many of them are already written.
    private var active: [Inline] = []
    private var written = 0
    private var lists: [OpenList] = []
    /// Whether bare text needs a paragraph here.
    private var wantsParagraph = false
    private var isInParagraph = false
    /// Whether something was written since the last block began or ended.
    private var hasContent = false
    /// Whether bare text precedes, from which other bare text must be separated.
    private var followsBareText = false
    /// White space before the first content of a block.
    private var space: [UInt8] = []
    /// A buffer for the current text, kept for its capacity.
    private var safeText: [UInt8] = []

    private enum Effect {
        case none, dropped, inline, paragraph(wanted: Bool), heading(wanted: Bool, strong: Bool), list, item
    }

    private struct Inline: Equatable {
        let name: String
        var href: String?
    }

    private struct OpenList {
        let name: String
        let wantedParagraph: Bool
        var hasOpenItem = false
    }

    // MARK: - Events

    override func start(_ name: String, attribute: (String) -> String?) {
        guard open.count < Self.maximumDepth else {
            droppedDepth += 1
            open.append(.dropped)
            return stop()
        }
        open.append(effect(of: ElementRole(name), attribute))
    }

    private func effect(of role: ElementRole, _ attribute: (String) -> String?) -> Effect {
        if droppedDepth > 0 {
            droppedDepth += 1
            return .dropped
        }
        switch role {
        case .dropped:
            droppedDepth = 1
            return .dropped
        case .transparent:
            return .none
        case .formatting(let formatting):
            return begin(Inline(name: formatting.rawValue)) ? .inline : .none
        case .link:
            guard let href = attribute("href").flatMap(webLink) else { return .none }
            return begin(Inline(name: "a", href: href)) ? .inline : .none
        case .lineBreak:
            openForContent()
            output += "<br>".utf8
            return .none
        case .cell:
            if hasContent { output += " ".utf8 }
            return .none
        case .separator:
            endBlock()
            return .none
        case .paragraph:
            return .paragraph(wanted: beginParagraph())
        case .heading:
            return .heading(wanted: beginParagraph(), strong: begin(Inline(name: "strong")))
        case .list(let list):
            guard lists.count < Self.maximumListDepth else { return .paragraph(wanted: beginParagraph()) }
            begin(list)
            return .list
        case .item:
            guard !lists.isEmpty else { return .paragraph(wanted: beginParagraph()) }
            beginItem()
            return .item
        }
    }

    override func end() {
        guard let effect = open.popLast() else { return }
        switch effect {
        case .none: break
        case .dropped: droppedDepth -= 1
        case .inline: endInline()
        case .heading(let wanted, let strong):
            if strong { endInline() }
            endBlock()
            wantsParagraph = wanted
        case .paragraph(let wanted):
            endBlock()
            wantsParagraph = wanted
        case .list: endList()
        case .item: endItem()
        }
    }

    override func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard droppedDepth == 0 else { return }
        // References such as `&#13;` can produce characters that were removed from the source.
        safeText.removeAll(keepingCapacity: true)
        appendSafe(bytes, to: &safeText)
        var rest = safeText[...]
        if !hasContent {
            rest = safeText.drop(while: isSpace)
            space += safeText[..<rest.startIndex]
        }
        guard !rest.isEmpty else { return }
        openForContent()
        appendEscaped(rest, to: &output)
    }

    /// Returns the markup after the last event.
    func finished() -> [UInt8] {
        while !open.isEmpty { end() }
        endBlock()
        let end = output.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? 0
        output.removeSubrange(end...)
        return output
    }

    // MARK: - Blocks

    /// Closes paragraph and formatting, so that what follows is separate.
    private func endBlock() {
        while written > 0 { closeInline() }
        if isInParagraph {
            output += "</p>".utf8
            isInParagraph = false
            followsBareText = false
        } else if hasContent {
            followsBareText = true
        }
        if !output.isEmpty { output += space }
        space = []
        hasContent = false
    }

    /// Returns whether bare text needed a paragraph until now.
    private func beginParagraph() -> Bool {
        endBlock()
        defer { wantsParagraph = true }
        return wantsParagraph
    }

    private func begin(_ list: ElementRole.List) {
        endBlock()
        openItemIfMissing()
        output += "<\(list.rawValue)>".utf8
        lists.append(OpenList(name: list.rawValue, wantedParagraph: wantsParagraph))
        wantsParagraph = false
        followsBareText = false
    }

    private func endList() {
        endItem()
        guard let list = lists.popLast() else { return }
        output += "</\(list.name)>".utf8
        wantsParagraph = list.wantedParagraph
        followsBareText = false
    }

    private func beginItem() {
        endItem()
        openItemIfMissing()
    }

    /// Closes the item of the innermost list, if one is open.
    private func endItem() {
        endBlock()
        guard let last = lists.indices.last, lists[last].hasOpenItem else { return }
        output += "</li>".utf8
        lists[last].hasOpenItem = false
        wantsParagraph = false
        followsBareText = false
    }

    private func openItemIfMissing() {
        guard let last = lists.indices.last, !lists[last].hasOpenItem else { return }
        output += "<li>".utf8
        lists[last].hasOpenItem = true
        wantsParagraph = false
        followsBareText = false
    }

    // MARK: - Text and formatting

    /// Opens everything that text needs at this point.
    private func openForContent() {
        openItemIfMissing()
        if !isInParagraph, !hasContent, wantsParagraph || followsBareText {
            output += "<p>".utf8
            isInParagraph = true
        }
        if !output.isEmpty { output += space }
        space = []
        hasContent = true
        while written < active.count {
            let inline = active[written]
            output += "<\(inline.name)".utf8
            if let href = inline.href {
                output += " href=\"".utf8
                appendEscaped(href.utf8, to: &output)
                output += "\"".utf8
            }
            output += ">".utf8
            written += 1
        }
    }

    /// Returns false if the same formatting, or another link, is already active.
    private func begin(_ inline: Inline) -> Bool {
        guard !active.contains(where: { $0.name == inline.name }) else { return false }
        active.append(inline)
        return true
    }

    private func endInline() {
        if written == active.count { closeInline() }
        active.removeLast()
    }

    private func closeInline() {
        written -= 1
        output += "</\(active[written].name)>".utf8
    }
}
