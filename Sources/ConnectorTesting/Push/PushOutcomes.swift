import ConnectorKit
import Foundation
import Host
import Model
import Push
import Store

extension ConformanceCase {
    static let pushOutcomes = ConformanceCase(
        "push-outcomes", of: .push,
        guarantee:
            "Each item has an outcome of its own: one that cannot be taken keeps no other, and says why.",
        method:
            "A host is handed three items at once, of which the second has no title, and a completion of "
            + "content that nobody pushed."
    ) { trial in
        try await trial.bench { bench in
            try await bench.host { trial in
                let host = try await TestHost(bench, folder: trial.folder).runtime
                let provider = bench.provider.descriptor.id
                guard let target = try await host.push.target(group: TestHost.group, provider: provider)
                else { throw Violation("the host finds nowhere to push to") }
                let contents = [
                    PushedContent.conformance("1"), .conformance("2", title: ""), .conformance("3"),
                ]
                let stranger = PushedCompletion(
                    contentReference: "conformance-nowhere", email: "nobody@lms.example",
                    completedAt: Date())
                let bodies = contents.map(PushBody.content) + [.completion(stranger)]
                let rows = bodies.enumerated().map { index, body in
                    PushRow(line: index + 1, reference: body.reference, content: .item(body))
                }
                let job = try await host.push.accept(rows, for: target)
                let report = try await host.push.deliver(to: target, isWaitedFor: false)
                let entries = try await host.store.pushes(of: job, limit: rows.count)
                let told = entries.map { $0.outcome?.rawValue ?? "waiting" }
                try require(
                    told == ["created", "refused", "created", "refused"],
                    "the outcomes were \(told.joined(separator: ", "))"
                        + (report.failure.map { " (\($0))" } ?? "")
                        + "; created, refused, created, refused would be right")
                let silent = entries.filter { $0.outcome == .refused && ($0.reason ?? "").isEmpty }
                try require(silent.isEmpty, "an item was refused without a reason")
                return "\(entries.count) outcomes"
            }
        }
    }
}
