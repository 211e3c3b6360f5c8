import ConnectorKit
import Foundation
import Runtime
import Store

/// Delivers what waits for all connections, each by itself, for as long as the host runs.
package struct PushWorker: Sendable {
    let service: PushService
    let report: @Sendable (String) -> Void

    /// Every how many looks completions are looked for: seconds, while all goes well (our decision).
    private static let rhythm = 5

    /// Works until the task is cancelled. What is then half done is done again by the next.
    package func run() async {
        let targets: [PushTarget]
        do throws(StoreError) { targets = try await service.targets() } catch {
            return report("nothing is pushed: \(error)")
        }
        await withTaskGroup(of: Void.self) { group in
            for target in targets { group.addTask { await work(on: target) } }
        }
    }

    /// Looks every second for what came in by another process or became due.
    private func work(on target: PushTarget) async {
        var (failures, looks) = (0, 0)
        while !Task.isCancelled {
            var problem: String?
            do throws(StoreError) {
                if service.reportsByItself, looks % Self.rhythm == 0 {
                    _ = try await service.queueCompletions(for: target)
                }
                problem = try await service.deliver(to: target, isWaitedFor: false).failure
            } catch {
                problem = "\(error)"
            }
            looks += 1
            if Task.isCancelled { return }
            if let problem {
                failures += 1
                if failures == 1 { report("\(target.name): pushes wait: \(problem)") }
            } else {
                if failures > 0 { report("\(target.name): pushes are delivered again") }
                failures = 0
            }
            let pause = failures == 0 ? .seconds(1) : PushRetryPolicy.pause(after: failures)
            try? await service.context.environment.clock.sleep(for: pause)
        }
    }
}

extension PushService {
    /// - Parameter report: receives what an administrator has to know.
    package func worker(report: @escaping @Sendable (String) -> Void) -> PushWorker {
        PushWorker(service: self, report: report)
    }
}
