public import ConnectorKit
public import Foundation
import Synchronization
import Testing

/// Tries a provider against its simulator, through a real host.
///
/// ```swift
/// private let suite = Conformance(provider, simulator, settings: ["page_size": "60"])
///
/// @Test("The provider keeps its guarantees", arguments: suite.cases)
/// func conforms(_ test: ConformanceCase) async throws { try await suite.run(test) }
/// ```
///
/// What the suite needs of a simulator: that it serves the same data for the same number of items, and takes
/// any number of requests. Most faults are made by the suite itself, between the
/// provider and the network. Some are asked of the simulator, as `SimulatorOptions.faults`; where it
/// does not know them it throws ``SimulatorFailure/options(_:)``, and the case is skipped:
/// - `empty@page3`: the first request for the page of this number is answered by a page without items,
///   cursor or end mark, though more follow;
/// - `slow@page3`: the first request for that page is answered after a second or more, so that the program
///   can be killed meanwhile;
/// - `crowd=130`: so many enrolments changed in one second.
/// - `windows=3`: one learner was active in so many windows of a service that reports by windows, a minute in each, with a
///   window without anything between each two.
///
/// A simulator that calls back does so over plain HTTP, when learners learn (`SimulatorOptions.activity`).
public final class Conformance: Sendable {
    /// The cases this provider is to pass.
    public let cases: [ConformanceCase]

    private let trial: Trial
    private let skipping: [String: String]
    private let results = Mutex<[String: ConformanceResult]>([:])
    private let violations = Mutex<[String: Violation]>([:])

    /// - Parameters:
    ///   - settings: on top of those the simulator names, such as a page size that makes several pages.
    ///   - items: how many items the simulator is to hold.
    ///   - skipping: the ids of cases that cannot apply, each with the reason.
    ///   - program: the built `tributary`, to be killed; nil skips that case.
    ///   - stores: where its hosts keep their stores.
    ///   - patience: how long something that has to end may take before it counts as hanging.
    public convenience init(
        _ provider: any Provider, _ simulator: any Simulator, settings: [String: String] = [:],
        items: Int = 60, skipping: [String: String] = [:],
        program: URL? = Program.find(), stores: HostStores = .files, patience: Duration = .seconds(20)
    ) {
        self.init(
            Trial(
                provider: provider, stage: SimulatorStage(simulator: simulator, items: items),
                settings: settings, patience: patience, program: program, stores: stores),
            skipping: skipping, only: Self.chosen)
    }

    init(_ trial: Trial, skipping: [String: String] = [:], only: [String] = []) {
        self.trial = trial
        self.skipping = skipping
        cases = ConformanceCase.all.filter {
            $0.applies(to: trial.provider) && (only.isEmpty || only.contains($0.id))
        }
    }

    /// The cases that a person chose by `CONFORMANCE_CASES=complete,resume swift test …`; empty for all.
    private static var chosen: [String] {
        let names = ProcessInfo.processInfo.environment["CONFORMANCE_CASES"] ?? ""
        return names.split(separator: ",").map { String($0).trimmed }
    }

    /// Runs a case, prints the table once all of them have run, and reports a skipped one as skipped.
    ///
    /// - Throws: ``ConformanceFailure`` if the promise is broken.
    public func run(_ test: ConformanceCase) async throws {
        let result = await result(of: test)
        let isLast = results.withLock { results in
            let wasNew = results.updateValue(result, forKey: test.id) == nil
            return wasNew && results.count == cases.count
        }
        if isLast { print(table) }
        switch result {
        case .passed: return
        case .skipped(let reason): try Self.skip(reason)
        case .failed(let finding):
            guard let violation = violations.withLock({ $0[test.id] }), let cause = violation.cause else {
                throw ConformanceFailure(trial.provider.descriptor.id, test, finding)
            }
            let first = firstCase(failingAs: cause) ?? test.id
            throw ConformanceFailure(
                trial.provider.descriptor.id, test,
                first == test.id ? finding : "for the cause of \"\(first)\"",
                request: first == test.id ? violation.request : nil)
        }
    }

    /// The first case, in the order of the table, that failed for a cause so far.
    private func firstCase(failingAs cause: String) -> String? {
        violations.withLock { violations in
            cases.first { violations[$0.id]?.cause == cause }?.id
        }
    }

    /// The causes that several cases failed for, with these cases.
    private var sharedCauses: [(cause: String, cases: [String])] {
        violations.withLock { violations in
            let failed = cases.map(\.id).filter { violations[$0]?.cause != nil }
            return Dictionary(grouping: failed) { violations[$0]?.cause ?? "" }
                .filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
    }

    /// The results so far.
    public var table: String {
        let results = results.withLock { $0 }
        return ResultTable(
            provider: trial.provider.descriptor.id,
            rows: cases.compactMap { test in results[test.id].map { (test, $0) } },
            undeclared: Capability.allCases.filter { !trial.provider.capabilities.contains($0) },
            causes: sharedCauses
        ).text
    }

    /// Tries one case.
    public func result(of test: ConformanceCase) async -> ConformanceResult {
        let unknown = skipping.keys.filter { id in !ConformanceCase.all.contains { $0.id == id } }.sorted()
        guard unknown.isEmpty else {
            return .failed("`skipping` names \(unknown.joined(separator: ", ")), and there is no such case")
        }
        if let reason = skipping[test.id] {
            return reason.allSatisfy(\.isWhitespace)
                ? .failed(
                    "`skipping` gives no reason; a sentence that says why it cannot apply would be right")
                : .skipped(reason)
        }
        do {
            return .passed(try await test.check(trial))
        } catch let violation as Violation {
            violations.withLock { $0[test.id] = violation }
            return .failed(violation.finding)
        } catch let skip as Skip {
            return .skipped(skip.reason)
        } catch {
            return .failed("the case itself could not go on: \(error)")
        }
    }

    /// Before Swift 6.3 a test cannot be cancelled: there the table alone says that the case was skipped.
    private static func skip(_ reason: String) throws {
        #if compiler(>=6.3)
            try Test.cancel("\(reason)")
        #endif
    }
}
