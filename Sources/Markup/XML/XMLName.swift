/// The name of an element, its prefix resolved.
public struct XMLName: Sendable, Hashable {
    /// Nil where the name is in no namespace, or where its prefix was never declared.
    public let namespace: String?
    /// The name without its prefix.
    public let local: String

    public init(_ local: String, in namespace: String? = nil) {
        self.local = local
        self.namespace = namespace
    }
}
