extension Operation {
    /// Everything the API does.
    static let all = courses + deployments + statistics + runs + tokens
}
