import ConnectorKit

extension ConfiguredConnection {
    /// When its catalog is due: every time that one of its deployments names, in order, each once
    /// (contract section 12).
    public var catalogTimes: [TimeOfDay] {
        Set(deployments.flatMap(\.schedule.catalog)).sorted()
    }

    /// When its statistics are due, likewise.
    public var statsTimes: [TimeOfDay] {
        Set(deployments.flatMap(\.schedule.stats)).sorted()
    }
}
