import Model
import ConnectorKit
import Host
import Store
import Foundation
import Sync

extension ConformanceCase {
    static let secrets = ConformanceCase(
        "secrets", of: .catalog,
        guarantee: "No secret and no token is in anything that is written or said.",
        method:
            "The service refuses each request and repeats what it was sent; "
            + "then all messages and files are searched."
    ) { trial in
        try await trial.bench { bench in
            try await bench.host { host in
                var said: [String] = []
                var calls = try await host.sync().calls
                for status in [400, 401, 403, 404, 500] {
                    for number in 1...calls.count {
                        let run = try await host.sync {
                            $0.number < number ? .pass : .answer($0.request.echoed(status))
                        }
                        said += [run.report.error ?? ""] + run.notes + run.skipped.map(\.reason)
                        calls = run.calls.count > calls.count ? run.calls : calls
                    }
                    let tap = bench.tap { .answer($0.request.echoed(status)) }
                    do throws(Failure) {
                        try await bench.provider.verify(.catalog, of: bench.connection(over: tap))
                    } catch {
                        said.append(error.message)
                    }
                }
                let needles = bench.secrets + calls.compactMap(\.request.token).map { ("the token", $0) }
                for (name, secret) in needles where secret.count > 3 {
                    for form in Self.forms(of: secret) {
                        for message in said {
                            guard let place = message.range(of: form) else { continue }
                            throw Violation(
                                "a message holds \(name): \(message[..<place.lowerBound])••••")
                        }
                        if let file = try host.file(holding: Data(form.utf8)) {
                            throw Violation("the file \(file) holds \(name)")
                        }
                    }
                }
                return "\(said.count { !$0.isEmpty }) messages"
            }
        }
    }

    /// A secret as it stands, and as forms, JSON and headers write it.
    private static func forms(of secret: String) -> Set<String> {
        var query = URLQuery()
        query.add("", secret)
        let json = (try? JSONEncoder().encode(secret)).map {
            String(decoding: $0.dropFirst().dropLast(), as: UTF8.self)
        }
        return Set(
            [
                secret, String(decoding: query.form.dropFirst(), as: UTF8.self), json,
                Data(secret.utf8).base64EncodedString(),
            ].compactMap(\.self))
    }
}

extension Bench {
    /// The secrets of the settings, each with what a message calls it.
    fileprivate var secrets: [(String, String)] {
        settings.secretNames.compactMap { name in
            settings.secret(name).map { ("the secret \(name)", $0.reveal()) }
        }
    }
}

extension HTTPRequest {
    fileprivate var token: String? {
        let value = headers.first { $0.name.lowercased() == "authorization" }?.value
        return value.flatMap { $0.split(separator: " ").last }.map(String.init)
    }

    /// A refusal that repeats the request, but for the token, which the host added and no provider knows.
    fileprivate func echoed(_ status: Int) -> HTTPResponse {
        let own = headers.filter { $0.name.lowercased() != "authorization" }.map { "\($0.name): \($0.value)" }
        let text = ([url] + own + [String(decoding: body ?? [], as: UTF8.self)]).joined(separator: " ")
        let members = ["message", "error", "error_description", "detail", "title"]
        let document = Dictionary(uniqueKeysWithValues: members.map { ($0, text) })
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return HTTPResponse(
            status: status, headers: [HTTPHeader("Content-Type", "application/json")],
            body: (try? encoder.encode(document)).map { Array($0) } ?? [])
    }
}

extension TrialHost {
    /// The name of a file of the host's folder that holds these bytes.
    fileprivate func file(holding bytes: Data) throws -> String? {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard let content = try? Data(contentsOf: file) else { continue }
            if content.range(of: bytes) != nil { return file.lastPathComponent }
        }
        return nil
    }
}
