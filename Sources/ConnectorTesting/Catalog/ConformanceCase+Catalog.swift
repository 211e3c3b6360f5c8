extension ConformanceCase {
    /// What a provider that lists content promises.
    static let catalog: [ConformanceCase] = [
        .complete, .noDuplicates, .resume, .foreignCheckpoint, .retries, .unreadablePage, .halfPage,
        .errorMix, .outage, .earlyEnd, .tokenRefresh, .malformedItem, .secondRun, .change, .cancellation,
        .secrets, .crash, .kill,
    ]
}
