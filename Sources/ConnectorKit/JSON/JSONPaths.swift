/// Source paths, prepared for one pass over a document.
///
/// A path joins the names of members by dots. `[]` after a name means each element of a list: `core.title`,
/// `authors[].name`, `attributes.topics[].value`. A path that begins with `[]` is for a document that is a
/// list. A name with a dot or ending in `[]` cannot be expressed.
public struct JSONPaths: Sendable {
    /// The paths as given. The slot of a value is the index of its path.
    public let paths: [String]

    /// The paths as a tree that shares common beginnings. The root comes first.
    let nodes: [Node]
    let members: [Member]
    private let slots: [Int]

    public init(_ paths: [String]) {
        self.paths = paths
        var builders = [NodeBuilder()]
        for (slot, path) in paths.enumerated() {
            var node = 0
            for step in Self.steps(path) { node = Self.addNode(&builders, from: node, by: step) }
            builders[node].slots.append(slot)
        }
        var nodes: [Node] = []
        var members: [Member] = []
        var slots: [Int] = []
        for node in builders {
            let firstMember = members.count
            let firstSlot = slots.count
            members += node.members.map { Member(name: Array($0.name.utf8), node: $0.node) }
            slots += node.slots
            nodes.append(
                Node(
                    members: firstMember..<members.count, element: node.element,
                    slots: firstSlot..<slots.count))
        }
        self.nodes = nodes
        self.members = members
        self.slots = slots
    }

    /// A node of the tree, where one or more paths pass through or end.
    struct Node {
        /// Indices of ``members``.
        let members: Range<Int>
        /// The node of each element, if a path asks for elements.
        let element: Int?
        let slots: Range<Int>
    }

    /// An edge from one node to another, by name.
    struct Member {
        let name: [UInt8]
        /// The first eight bytes of the name, to distinguish most names quickly.
        let head: UInt64
        let node: Int

        init(name: [UInt8], node: Int) {
            self.name = name
            self.node = node
            head = name.withUnsafeBytes { JSONDigest.word($0, at: 0, end: $0.count) }
        }
    }

    /// Returns the slots of the paths that end at a node.
    func slots(_ node: Node) -> ArraySlice<Int> { slots[node.slots] }

    // MARK: - Building the tree

    private enum Step: Equatable {
        case member(Substring)
        case element
    }

    private struct NodeBuilder {
        var members: [(name: Substring, node: Int)] = []
        var element: Int?
        var slots: [Int] = []
    }

    private static func steps(_ path: String) -> [Step] {
        path.split(separator: ".", omittingEmptySubsequences: false).flatMap { part -> [Step] in
            var name = part
            var elements: [Step] = []
            while name.hasSuffix("[]") {
                name = name.dropLast(2)
                elements.append(.element)
            }
            return name.isEmpty ? elements : [.member(name)] + elements
        }
    }

    private static func addNode(_ nodes: inout [NodeBuilder], from node: Int, by step: Step) -> Int {
        let next = nodes.count
        switch step {
        case .member(let name):
            if let known = nodes[node].members.first(where: { $0.name == name }) { return known.node }
            nodes[node].members.append((name, next))
        case .element:
            if let known = nodes[node].element { return known }
            nodes[node].element = next
        }
        nodes.append(NodeBuilder())
        return next
    }
}
