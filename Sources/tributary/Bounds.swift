import ArgumentParser
import ConnectorKit

/// Refuses the value of an option that is out of its bounds.
///
/// - Throws: a `ValidationError`, which the parser shows with the command's usage.
func require(_ option: String, _ value: Int, in bounds: some RangeExpression<Int>, _ expected: String) throws
{
    guard bounds.contains(value) else {
        throw ValidationError("\(option) is \(value); \(expected) was expected")
    }
}

extension SimulatorOptions {
    /// Refuses options of a command that no simulator can have.
    static func check(port: Int, items: Int) throws {
        try require("--port", port, in: 0...65_535, "a number from 0 to 65535")
        try require("--items", items, in: 0..., "a number from 0")
    }
}
