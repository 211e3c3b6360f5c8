import Testing

/// Waits until something holds; records an issue where it does not within ten seconds.
func eventually(
    _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation,
    _ holds: () async -> Bool
) async {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
        if await holds() { return }
        try? await Task.sleep(for: .milliseconds(2))
    }
    Issue.record(what, sourceLocation: sourceLocation)
}
