extension ConformanceCase {
    /// What a provider that tells how learners get on promises.
    static let statistics: [ConformanceCase] = [
        .enrolments, .enrolmentsResume, .enrolmentsAgain, .namedAgain, .learners, .changedAddress,
        .secondReading,
    ]
}
