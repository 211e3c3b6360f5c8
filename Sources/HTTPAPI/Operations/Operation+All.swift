extension Operation {
    /// Every operation of the API.
    static let all =
        groupChanges + courses + search + learners + collections + paths + deployments + filters + syncs
        + reconciles
        + events + pushes
        + statistics + activity
        + runs + host + tokens + audit
}
