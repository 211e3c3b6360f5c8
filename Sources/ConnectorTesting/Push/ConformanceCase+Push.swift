extension ConformanceCase {
    /// What a provider that takes content and completions promises.
    static let push: [ConformanceCase] = [
        .pushPlan, .pushAgain, .pushInterrupted, .pushOutcomes, .pushCompletion,
    ]
}
