import Testing

/// Waits for a condition, for five minutes at most.
func eventually(_ what: Comment, _ holds: () async -> Bool) async {
    let deadline = ContinuousClock.now + .seconds(300)
    while ContinuousClock.now < deadline {
        if await holds() { return }
        try? await Task.sleep(for: .milliseconds(5))
    }
    Issue.record(what)
}
