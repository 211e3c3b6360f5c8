import Testing

@testable import ConnectorTesting

@Suite("The cases, tried on a platform that keeps its guarantees and on those that break one")
struct BrokenPlatformTests {
    static let findings: [(id: String, finding: String)] = [
        (
            "descriptor",
            "the identity names company, which is no required setting without secret"
        ),
        ("credentials", "a wrong api_key was accepted"),
        ("groups", "the simulator's group sales is not listed"),
        ("place", "two calls made the places"),
        ("payloads", "a course of another name has the same payload"),
        ("batches", "Failure.item: the batch was refused: 400"),
        ("repetition", "the second time the results were others than the first time"),
        ("results", "the item conformance-1 has no result"),
        ("lost-answer", "the batch was sent "),
        ("lost-batch", "the batch never arrived, and an operation was found for it"),
        ("rates", "the service answered 429 to a request within the declared rate"),
        ("secrets", "a message shows a secret"),
        ("read-courses", "of 20 courses 7 were read"),
        ("read-fields", "name was sent as \"Lesson\" and read as \"Course\""),
        ("read-tags", "the tags were read as c0, c0"),
        ("read-attempts", "the attempt was read as "),
    ]

    @Test("Every case has a platform that breaks it")
    func everyCase() { #expect(Self.findings.map(\.id) == PlatformCase.all.map(\.id)) }

    @Test("A case passes for a platform that keeps the promise", arguments: PlatformCase.all)
    func sound(_ test: PlatformCase) async throws {
        let suite = PlatformConformance(SamplePlatform(), stage: SamplePlatformStage())
        #expect(try await suite.finding(of: test) == nil)
    }

    @Test("A case fails for a platform that breaks the promise, and says what it saw", arguments: findings)
    func broken(_ id: String, _ finding: String) async throws {
        let test = try #require(PlatformCase.all.first { $0.id == id })
        let suite = PlatformConformance(SamplePlatform(breaks: id), stage: SamplePlatformStage())
        let found = try #require(try await suite.finding(of: test))
        #expect(found.hasPrefix(finding), "\(found)")
    }
}
