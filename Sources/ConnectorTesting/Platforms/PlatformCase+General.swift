import Delivery
import ConnectorKit

extension PlatformCase {
    static let descriptor = PlatformCase(
        id: "descriptor",
        guarantee: "What the platform declares of itself is sound, and its simulator's settings satisfy it."
    ) { trial in
        let descriptor = trial.platform.descriptor
        var problems = descriptor.problems
        let extra = trial.settings.keys.sorted()
        problems += try await trial.bench { bench in
            var found = descriptor.settings.problems(of: bench.site.settings.map(\.name) + extra)
            found += bench.platform.problems(in: bench.settings).map {
                "the setting \($0.setting) of the simulator is refused: \($0.message)"
            }
            let needed = descriptor.needsAdministrator ? ["group", "admin"] : ["group"]
            found += needed.filter { bench.group($0).isEmpty }.map { "the simulator names no \($0)" }
            if let form = descriptor.groupID, !form.isValid(bench.group("group")) {
                found.append("the simulator's group is not \(form.expected)")
            }
            return found
        }
        try require(problems.isEmpty, problems.joined(separator: "; "))
    }

    static let credentials = PlatformCase(
        id: "credentials",
        guarantee: "Right credentials are accepted, and wrong ones are reported as wrong credentials."
    ) { trial in
        try await trial.bench { bench in
            try await bench.verify(over: bench.session())
            for name in bench.settings.secretNames {
                do {
                    try await bench.verify(over: bench.session(settings: bench.settings.replacing(name)))
                } catch let failure as Failure {
                    if case .credentials = failure { continue }
                    throw Violation(
                        "a wrong \(name) was reported as \(failure.kind); Failure.credentials would be right")
                }
                throw Violation("a wrong \(name) was accepted")
            }
        }
    }

    static let groups = PlatformCase(
        id: "groups",
        guarantee:
            "Groups that are listed can be chosen: each once, with a name and an id that a file may have."
    ) { trial in
        try await trial.bench { bench in
            let groups = try await bench.session().groups()
            // A platform need not list them.
            guard !groups.isEmpty else { return }
            let form = trial.platform.descriptor.groupID
            let wrong = groups.filter { form?.isValid($0.id) == false || $0.id.isEmpty || $0.name.isEmpty }
            try require(wrong.isEmpty, "no person can choose the group \"\(wrong[0].id)\" (\(wrong[0].name))")
            try require(Set(groups.map(\.id)).count == groups.count, "a group is listed twice")
            let own = bench.group("group")
            try require(groups.contains { $0.id == own }, "the simulator's group \(own) is not listed")
        }
    }

    static let rates = PlatformCase(
        id: "rates", guarantee: "The service refuses no request of a host that keeps the declared rates."
    ) { trial in
        try await trial.bench { bench in
            let session = bench.session()
            let count = trial.platform.descriptor.limits.readsPerSecond * 2
            // A request that is refused again and again fails in the end: for the same reason.
            let failure = await withTaskGroup(of: (any Error)?.self) { group in
                for number in 1...count {
                    group.addTask {
                        do {
                            _ = try await session.hasLearner("nobody-\(number)@lms.example")
                            return nil
                        } catch {
                            return error
                        }
                    }
                }
                return await group.first { $0 != nil } ?? nil
            }
            try require(
                !bench.network.statuses.contains(429),
                "the service answered 429 to a request within the declared rate")
            if let failure { throw failure }
        }
    }

    static let secrets = PlatformCase(
        id: "secrets", guarantee: "No message shows a secret, whatever the service repeats."
    ) { trial in
        try await trial.bench { bench in
            let session = bench.session()
            let place = try await bench.place(over: session)
            let secrets = bench.settings.secretNames.compactMap { bench.settings.secret($0)?.reveal() }
            let body = #"{"error":"\#(secrets.joined(separator: " "))"}"#
            bench.network.run { _ in .answer(HTTPResponse(status: 400, body: Array(body.utf8))) }
            var messages: [String] = []
            do {
                if case .refused(let reason)? = try await session.restore(
                    "conformance-1", resource: "1", in: place)
                {
                    messages.append(reason)
                }
                _ = try await session.hasLearner("somebody@lms.example")
            } catch {
                messages.append("\(error)")
            }
            let shown = secrets.filter { secret in messages.contains { $0.contains(secret) } }
            try require(shown.isEmpty, "a message shows a secret")
        }
    }
}

extension PlatformDescriptor {
    /// What an author would have to correct.
    fileprivate var problems: [String] {
        var problems: [String] = []
        if !ProviderDescriptor.isName(id.drop { $0.isNumber }, joinedBy: "-") {
            problems.append("the id \"\(id)\" is not of lower-case letters and digits")
        }
        if displayName.isEmpty || summary.isEmpty { problems.append("the name or the summary is empty") }
        for name in identity where !settings.contains(where: { $0.name == name && $0.required && !$0.secret })
        {
            problems.append("the identity names \(name), which is no required setting without secret")
        }
        if identity.isEmpty { problems.append("no setting tells one company from another") }
        let numbers = [limits.readsPerSecond, limits.writesPerSecond, limits.operationsAtOnce]
        if (numbers + BatchKind.allCases.map(limits.largestBatch)).contains(where: { $0 < 1 }) {
            problems.append("a limit is below 1")
        }
        return problems + settings.flatMap(\.problems)
    }
}
