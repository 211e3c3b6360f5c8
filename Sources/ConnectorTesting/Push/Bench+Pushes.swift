import ConnectorKit

extension Bench {
    /// - Throws: ``Skip`` if the provider takes no pushes.
    func pushes() throws -> any PushProvider {
        guard let pushes = provider as? any PushProvider else {
            throw Skip("the provider takes no pushes")
        }
        return pushes
    }

    /// A connection whose writes are counted, and that may be lost.
    func pushing(losing call: Int? = nil, _ body: (Connection, CountedLine) async throws -> Void) async throws
    {
        let line = CountedLine(network, losing: call)
        try await body(connection(over: line), line)
    }

    /// What is planned for content.
    func plan(_ content: PushedContent, over connection: Connection? = nil) async throws -> PushPlan {
        let pushes = try pushes()
        let connection = connection ?? self.connection()
        do throws(Failure) { return try await pushes.plan(content, of: connection) } catch {
            throw Violation("\(content.externalReference) could not be planned: \(error)")
        }
    }

    /// Pushes content without a plan.
    func push(_ content: PushedContent, over connection: Connection) async throws -> PushResult {
        let pushes = try pushes()
        let result: PushResult?
        do throws(Failure) { result = try await pushes.apply(nil, to: content, of: connection) } catch {
            throw Violation("\(content.externalReference) could not be pushed: \(error)")
        }
        guard let result else {
            throw Violation("a push without a plan was answered as one that no longer fits")
        }
        return result
    }
}

extension PushedContent {
    /// Content that every provider of pushes takes.
    static func conformance(_ reference: String, title: String = "Safety first") -> PushedContent {
        PushedContent(
            externalReference: "conformance-\(reference)", title: title, description: "Stay calm.",
            launchURL: "https://lms.example/courses/\(reference)",
            image: "https://lms.example/images/\(reference).png", language: "en", duration: 30)
    }
}
