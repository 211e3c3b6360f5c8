extension ConformanceCase {
    /// What a provider with statistics promises.
    static let statistics: [ConformanceCase] = [
        .enrolments, .listingTotals, .enrolmentsEnd, .statsToken, .noGap, .enrolmentsResume, .enrolmentsAgain,
        .namedAgain, .learners, .changedAddress,
        .secondReading, .windows, .windowBegins, .foreignEnrolments,
    ]
}
