import SimulatorSupport

/// What goes wrong with a page on purpose, as the conformance suite asks for it: `empty@page2`.
enum Fault: String, SimulatedFault {
    /// A page without items and without a next one, though there are more.
    case empty
    /// An answer after a second.
    case slow

    init?(_ name: Substring) { self.init(rawValue: String(name)) }

    static let names = "empty, slow"
}
