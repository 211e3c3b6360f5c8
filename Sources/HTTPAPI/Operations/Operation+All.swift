extension Operation {
    /// Every operation of the API.
    static let all =
        groups + groupChanges + courses + images + search + learners + collections + paths + deployments
        + connections
        + filters + syncs + reconciles
        + events + retiring + pushes
        + statistics + activity
        + runs + setAside + host + tokens + audit
}
