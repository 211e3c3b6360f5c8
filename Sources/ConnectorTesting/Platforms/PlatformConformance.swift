public import ConnectorKit
public import Testing

/// Tries a platform against its simulator, within the limits that a host keeps.
///
/// ```swift
/// private let suite = PlatformConformance(platform, simulator)
///
/// @Test("The platform keeps its guarantees", arguments: suite.cases)
/// func conforms(_ test: PlatformCase) async throws { try await suite.run(test) }
/// ```
///
/// The simulator names a group, and its administrator if the platform needs one, in `RunningSimulator.group`. It
/// serves as many learners as `SimulatorOptions.items` says.
public struct PlatformConformance: Sendable {
    public let cases = PlatformCase.all
    private let trial: PlatformTrial

    /// - Parameter settings: on top of those that the simulator names.
    public init(_ platform: any Platform, _ simulator: any Simulator, settings: [String: String] = [:]) {
        self.init(platform, stage: SimulatorStage(simulator: simulator, items: 10), settings: settings)
    }

    init(_ platform: any Platform, stage: any Stage, settings: [String: String] = [:]) {
        trial = PlatformTrial(platform: platform, stage: stage, settings: settings)
    }

    /// Runs a case.
    ///
    /// - Throws: ``ConformanceFailure`` if the platform breaks the promise.
    public func run(_ test: PlatformCase) async throws {
        if let finding = try await finding(of: test) {
            throw ConformanceFailure(trial.platform.descriptor.id, test.id, test.guarantee, finding)
        }
    }

    /// What a case finds wrong; nil if the platform keeps the promise.
    func finding(of test: PlatformCase) async throws -> String? {
        do {
            try await test.check(trial)
            return nil
        } catch let violation as Violation {
            return violation.finding
        } catch let failure as Failure {
            return "\(failure.kind): \(failure)"
        }
    }
}

/// One promise that a platform keeps, and how it is checked.
public struct PlatformCase: Sendable, Identifiable, CustomTestStringConvertible {
    /// A short name, such as `lost-answer`.
    public let id: String
    /// The promise in one sentence.
    public let guarantee: String
    /// - Throws: ``Violation``, or a `Failure` of the platform.
    let check: @Sendable (PlatformTrial) async throws -> Void

    public var testDescription: String { id }

    public static let all: [PlatformCase] = [
        .descriptor, .credentials, .groups, .place, .payloads, .batches, .repetition, .results, .lostAnswer,
        .lostBatch, .rates, .secrets, .readCourses, .readFields, .readTags, .readAttempts,
    ]
}
