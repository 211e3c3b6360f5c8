package import Store

/// What every engine has to do, through the store's interface: one story, told on an empty store.
package struct StoreCase: Sendable {
    package let name: String
    package let run: @Sendable (_ store: Store) async throws -> Void

    init(_ name: String, _ run: @escaping @Sendable (_ stage: Stage) async throws -> Void) {
        self.name = name
        self.run = { try await run(Stage($0)) }
    }

    /// All of them: each function of the interface at least once.
    package static let all =
        catalog + courses + statistics + counts + events + pushes + delivery + outbox + workspace
}

/// A case in which a store did something else.
package struct Mismatch: Error, CustomStringConvertible {
    package let description: String
}

func check<Value: Equatable>(
    _ value: Value, _ expected: Value, file: StaticString = #fileID, line: UInt = #line
) throws {
    guard value != expected else { return }
    throw Mismatch(description: "\(file):\(line): \(value) is not \(expected)")
}

func some<Value>(_ value: Value?, file: StaticString = #fileID, line: UInt = #line) throws -> Value {
    guard let value else { throw Mismatch(description: "\(file):\(line): there is none") }
    return value
}

/// Does something several times at once.
///
/// - Returns: the results in the order of the numbers.
func atOnce<Value: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) async throws -> Value)
    async throws
    -> [Value]
{
    try await withThrowingTaskGroup(of: (Int, Value).self) { group in
        for number in 0..<count { group.addTask { (number, try await body(number)) } }
        var found: [Int: Value] = [:]
        for try await (number, value) in group { found[number] = value }
        return (0..<count).compactMap { found[$0] }
    }
}
