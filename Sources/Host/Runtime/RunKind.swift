/// What a run reads.
public enum RunKind: String, Sendable, CaseIterable {
    case catalog, stats
}
