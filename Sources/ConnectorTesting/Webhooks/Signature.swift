import ConnectorKit
import Foundation
import Host
import Webhooks

extension ConformanceCase {
    static let signature = ConformanceCase(
        "signature", of: nil,
        guarantee: "A call counts only as its provider signed it, with the host's secret, a moment ago.",
        method:
            "A host has the simulator call, and is handed the call as it came, twice, with another body, "
            + "without headers, and two minutes later."
    ) { trial in
        try await trial.bench(faults: [SimulatorStage.learning]) { bench in
            try await bench.called { calls, trial, url in
                guard let call = try await calls.next() else { throw Violation.silence }
                let host = try await TestHost(bench, folder: trial.folder, publicURL: url)
                let late = try await TestHost(
                    bench, folder: trial.folder, publicURL: url, ahead: 120)
                let headers = call.headers
                let attempts: [(String, TestHost, [HTTPHeader], [UInt8], WebhookAnswer)] = [
                    ("as it came", host, headers, call.body, .acknowledged),
                    ("a second time", host, headers, call.body, .acknowledged),
                    ("with another body", host, headers, call.body + [32], .refused(.wrongSignature)),
                    ("without its headers", host, [], call.body, .refused(.unsigned)),
                    ("two minutes later", late, headers, call.body, .refused(.stale)),
                ]
                for (name, host, headers, body, wanted) in attempts {
                    let answer = try await host.take(call.path, headers: headers, body: body)
                    try require(
                        answer == wanted,
                        "a call \(name) was \(answer.text); \(wanted.text) would be right")
                }
                return "\(attempts.count) calls"
            }
        }
    }
}

extension TestHost {
    fileprivate func take(_ path: String, headers: [HTTPHeader], body: [UInt8]) async throws -> WebhookAnswer
    {
        let parts = path.split(separator: "/").map(String.init)
        let receiver = try await runtime.webhooks.open { _ in }.receiver
        guard parts.count == 3, let entrance = receiver.endpoint(provider: parts[1], connection: parts[2])
        else { throw Violation("the call came to \(path), where no connection is") }
        return await entrance.receive(headers: headers, body: body)
    }
}

extension WebhookAnswer {
    fileprivate var text: String {
        switch self {
        case .acknowledged: "acknowledged"
        case .refused(let refusal): "refused as \(refusal.rawValue)"
        case .unavailable(let error): "not kept (\(error))"
        }
    }
}
