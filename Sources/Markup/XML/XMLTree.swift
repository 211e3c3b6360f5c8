/// An element with all that it holds, for those parts of a document that are small.
package struct XMLTree: Sendable, Equatable {
    package let name: XMLName
    /// Named without their prefixes.
    package let attributes: [String: String]
    package private(set) var children: [XMLTree] = []
    /// The element's own text, that of its children left out.
    package private(set) var text = ""
    /// The first flaw within.
    package private(set) var flaw: XMLFault?

    package init(_ name: XMLName, attributes: [String: String] = [:]) {
        self.name = name
        self.attributes = attributes
    }

    /// The first child of a name.
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

/// Makes a tree of each element that is wanted, as soon as it ends, and keeps nothing else.
package struct XMLTreeBuilder: Sendable {
    /// The elements of the document that are open, outermost first, and that are in no tree.
    package private(set) var open: [XMLName] = []
    /// The first flaw outside of all trees.
    package private(set) var flaw: XMLFault?
    private let isWanted: @Sendable (_ name: XMLName, _ open: [XMLName]) -> Bool
    private var growing: [XMLTree] = []
    /// Elements in the tree at work, and those open in it that were too many.
    private var size = 0
    private var skipped = 0

    /// Elements of one tree; further ones are left out, and are a flaw of it (our decision). An element of
    /// four bytes takes some hundred as a tree.
    package static let maximumElements = 20_000

    /// - Parameter isWanted: whether an element is to become a tree, told its name and the elements around
    ///   it. Elements within a tree are not asked for.
    package init(where isWanted: @escaping @Sendable (_ name: XMLName, _ open: [XMLName]) -> Bool) {
        self.isWanted = isWanted
    }

    /// Takes the next event of the document.
    ///
    /// - Returns: the tree that ends with it.
    package mutating func take(_ event: XMLEvent) -> XMLTree? {
        switch event {
        case .start(let name, let attributes):
            if growing.isEmpty, !isWanted(name, open) {
                open.append(name)
            } else if size < Self.maximumElements {
                size += 1
                growing.append(XMLTree(name, attributes: attributes))
            } else {
                skipped += 1
                growing[0].add(
                    XMLFault(
                        line: 0, column: 0, problem: "more than \(Self.maximumElements) elements in one"))
            }
        case .text(let text):
            if !growing.isEmpty, skipped == 0 { growing[growing.count - 1].add(text) }
        case .flaw(let fault):
            if !growing.isEmpty {
                growing[growing.count - 1].add(fault)
            } else if flaw == nil {
                flaw = fault
            }
        case .end:
            if skipped > 0 {
                skipped -= 1
                return nil
            }
            guard let tree = growing.popLast() else {
                open.removeLast()
                return nil
            }
            if growing.isEmpty {
                size = 0
                return tree
            }
            growing[growing.count - 1].add(tree)
        }
        return nil
    }
}
