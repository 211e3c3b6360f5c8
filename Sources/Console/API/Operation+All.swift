extension Operation {
    /// Everything the API does.
    static let all =
        courses + search + learners + collections + paths + deployments + statistics + runs + tokens + audit
}
