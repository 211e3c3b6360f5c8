/// What may go wrong with a page of a simulator on purpose, by the names that `--fault` takes.
package protocol SimulatedFault: Sendable, Equatable {
    /// The fault of this name, such as `429` or `cut`; nil if there is none.
    init?(_ name: Substring)

    /// All names, for people: `401, 429, cut`.
    static var names: String { get }
}
