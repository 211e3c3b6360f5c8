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

    /// Takes a number such as the one of `crowd=130` out of ``faults``.
    ///
    /// - Returns: 0 if it is not asked for.
    /// - Throws: ``SimulatorFailure/options(_:)`` unless it is a number from 1.
    package mutating func take(_ name: String) throws(SimulatorFailure) -> Int {
        guard let fault = faults.first(where: { $0.hasPrefix(name + "=") }) else { return 0 }
        guard let number = Int(fault.dropFirst(name.count + 1)), number > 0 else {
            throw .options("fault \"\(fault)\": a number such as \(name)=3 was expected")
        }
        faults.removeAll { $0 == fault }
        return number
    }
}
