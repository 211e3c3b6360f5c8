/// The name of an element, with its prefix resolved.
package struct XMLName: Sendable, Hashable {
    /// Nil if the name has no namespace or an undeclared prefix.
    package let namespace: String?
    /// The name without its prefix.
    package let local: String

    package init(_ local: String, in namespace: String? = nil) {
        self.local = local
        self.namespace = namespace
    }
}
