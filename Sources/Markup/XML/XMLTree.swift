/// An element with its content, for small parts of a document.
package struct XMLTree: Sendable, Equatable {
    package let name: XMLName
    /// The attributes, named without prefixes.
    package let attributes: [String: String]
    package private(set) var children: [XMLTree] = []
    /// The element's own text, without that of its children.
    package private(set) var text = ""
    /// The first flaw within the element.
    package private(set) var flaw: XMLFault?

    package init(_ name: XMLName, attributes: [String: String] = [:]) {
        self.name = name
        self.attributes = attributes
    }

    /// Returns the first child with a name.
    package func child(_ name: XMLName) -> XMLTree? { children.first { $0.name == name } }

    mutating func add(_ child: XMLTree) {
        children.append(child)
        add(child.flaw)
    }

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

    /// The maximum number of elements of one tree. Further ones are left out and reported as its flaw (our
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
                openTrees[0].add(
                    XMLFault(
                        line: 0, column: 0, problem: "more than \(Self.maximumElements) elements in one"))
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
