/// An element with its content, for small parts of a document.
package struct XMLTree: Sendable, Equatable {
    package let name: XMLName
    /// The attributes, named without prefixes.
    package let attributes: [String: String]
    package private(set) var children: [XMLTree] = []
    /// The element's own text, without that of its children.
    package private(set) var text = ""
    /// For each child, the length of ``text`` before it, in bytes of UTF-8.
    private var places: [Int] = []
    /// The first flaw within the element.
    package private(set) var flaw: XMLFault?
    /// Whether content was left out, since the element has too many others in it.
    package private(set) var isTooLarge = false

    package init(_ name: XMLName, attributes: [String: String] = [:]) {
        self.name = name
        self.attributes = attributes
    }

    /// Returns the first child with a name.
    package func child(_ name: XMLName) -> XMLTree? { children.first { $0.name == name } }

    /// The text with that of all elements within, in document order: of markup that should have been escaped.
    /// Paragraphs and line breaks begin a line.
    package var content: String {
        guard !children.isEmpty else { return text }
        var result = ""
        var rest = text.utf8[...]
        for (child, place) in zip(children, places) {
            let end = text.utf8.index(text.utf8.startIndex, offsetBy: place)
            result += String(text[rest.startIndex..<end])
            rest = rest[end...]
            let isBlock = ["br", "div", "li", "p", "tr"].contains(child.name.local.lowercased())
            result += isBlock ? "\n\(child.content)\n" : child.content
        }
        return result + String(text[rest.startIndex...])
    }

    mutating func add(_ child: XMLTree) {
        children.append(child)
        places.append(text.utf8.count)
        add(child.flaw)
    }

    mutating func noteSize() { isTooLarge = true }

    mutating func add(_ more: String) { text += more }

    mutating func add(_ fault: XMLFault?) {
        if flaw == nil { flaw = fault }
    }
}

/// Builds a tree for each wanted element when it ends, and keeps nothing else.
package struct XMLTreeBuilder: Sendable {
    /// The open elements that are in no tree, outermost first.
    package private(set) var open: [XMLName] = []
    /// The first flaw outside of all trees.
    package private(set) var flaw: XMLFault?
    private let isWanted: @Sendable (_ name: XMLName, _ open: [XMLName]) -> Bool
    private var openTrees: [XMLTree] = []
    /// The number of elements in the current tree, and of open elements beyond the limit.
    private var size = 0
    private var skipped = 0

    /// The maximum number of elements of one tree. Further ones are left out, and the tree says so (our
    /// decision): an element of four bytes takes some hundred bytes in a tree.
    package static let maximumElements = 20_000

    /// - Parameter isWanted: Whether an element becomes a tree, given its name and the elements around it. It
    ///   is not called for elements within a tree.
    package init(where isWanted: @escaping @Sendable (_ name: XMLName, _ open: [XMLName]) -> Bool) {
        self.isWanted = isWanted
    }

    /// Adds the next event of the document.
    ///
    /// - Returns: The tree that ends with it.
    package mutating func consume(_ event: XMLEvent) -> XMLTree? {
        switch event {
        case .start(let name, let attributes):
            if openTrees.isEmpty, !isWanted(name, open) {
                open.append(name)
            } else if size < Self.maximumElements {
                size += 1
                openTrees.append(XMLTree(name, attributes: attributes))
            } else {
                skipped += 1
                openTrees[0].noteSize()
            }
        case .text(let text):
            if !openTrees.isEmpty, skipped == 0 { openTrees[openTrees.count - 1].add(text) }
        case .flaw(let fault):
            if !openTrees.isEmpty {
                openTrees[openTrees.count - 1].add(fault)
            } else if flaw == nil {
                flaw = fault
            }
        case .end:
            if skipped > 0 {
                skipped -= 1
                return nil
            }
            guard let tree = openTrees.popLast() else {
                open.removeLast()
                return nil
            }
            if openTrees.isEmpty {
                size = 0
                return tree
            }
            openTrees[openTrees.count - 1].add(tree)
        }
        return nil
    }
}
