/// What a run reads.
package enum RunKind: String, Sendable, CaseIterable {
    case catalog, stats
}
