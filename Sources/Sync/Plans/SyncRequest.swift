/// What a sync is to do.
package struct SyncRequest: Sendable {
    /// Only the connections of this group; each run still serves all groups of its connection.
    package var group: String?
    package var provider: String?
    /// What to read, from the providers that offer it.
    package var kinds: Set<RunKind>
    /// Whether stored checkpoints are ignored and everything is listed from the first page.
    package var full = false
    /// How much of the statistics is read, unless ``full`` asks for all.
    package var statistics = StatsReading.changes
    package var acceptShrink = false

    package init(
        group: String? = nil, provider: String? = nil, kinds: Set<RunKind> = Set(RunKind.allCases)
    ) {
        self.kinds = kinds
        self.group = group
        self.provider = provider
    }
}
