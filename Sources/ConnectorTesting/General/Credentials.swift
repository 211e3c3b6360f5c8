import ConnectorKit

extension ConformanceCase {
    static let credentials = ConformanceCase(
        "credentials", of: nil,
        guarantee: "Right credentials are accepted, and wrong ones are reported as wrong credentials.",
        method:
            "`verify` is called with the simulator's settings for each capability, then with each secret replaced."
    ) { trial in
        try await trial.bench { bench in
            for capability in bench.provider.capabilities {
                do throws(Failure) {
                    try await bench.provider.verify(capability, of: bench.connection())
                } catch {
                    throw Violation(
                        "the simulator's own credentials were refused for \(capability.rawValue): \(error)",
                        cause: error)
                }
            }
            let names = bench.settings.secretNames
            guard !names.isEmpty else { throw Skip("the provider has no secret setting") }
            for name in names {
                let connection = bench.connection(settings: bench.settings.replacing(name))
                do throws(Failure) {
                    try await bench.provider.verify(.catalog, of: connection)
                } catch {
                    if case Failure.credentials = error { continue }
                    throw Violation(
                        "a wrong \(name) was reported as \(error.kind); Failure.credentials would be right")
                }
                throw Violation("a wrong \(name) was accepted")
            }
            return "\(names.joined(separator: ", "))"
        }
    }
}

extension Settings {
    /// The same with another value of a secret.
    func replacing(_ name: String) -> Settings {
        var secrets: [String: Secret] = [:]
        for known in secretNames { secrets[known] = secret(known) }
        secrets[name] = Secret("not-the-\(name)")
        return Settings(texts: plain, secrets: secrets)
    }
}

extension Failure {
    /// The case's name, for messages to authors.
    var kind: String {
        switch self {
        case .configuration: "Failure.configuration"
        case .credentials: "Failure.credentials"
        case .rateLimited: "Failure.rateLimited"
        case .transient: "Failure.transient"
        case .item: "Failure.item"
        case .contract: "Failure.contract"
        case .fatal: "Failure.fatal"
        }
    }
}
