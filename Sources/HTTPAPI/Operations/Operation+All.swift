extension Operation {
    /// Everything the API does.
    static let all =
        courses + search + learners + collections + paths + deployments + syncs + pushes + statistics
        + runs + host + tokens + audit
}
