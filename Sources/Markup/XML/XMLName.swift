/// The name of an element, its prefix resolved.
package struct XMLName: Sendable, Hashable {
    /// Nil where the name is in no namespace, or where its prefix was never declared.
    package let namespace: String?
    /// The name without its prefix.
    package let local: String

    package init(_ local: String, in namespace: String? = nil) {
        self.local = local
        self.namespace = namespace
    }
}
