package import ConnectorKit

extension SimulatorOptions {
    /// The faults that are asked for, read.
    ///
    /// - Throws: ``SimulatorFailure/options(_:)`` saying what would be right.
    package func faultRules<Fault>(
        of _: Fault.Type = Fault.self
    ) throws(SimulatorFailure) -> [FaultRule<Fault>] {
        do throws(InvalidFault) {
            return try faults.map { text throws(InvalidFault) in try FaultRule<Fault>(text) }
        } catch {
            throw .options(error.description)
        }
    }
}
