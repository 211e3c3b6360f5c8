import ConfigurationFiles
import HTTPAPI
import ConnectorKit
import Foundation
import HTTPTesting
import Host
import Logging
import PostgresTesting
import Runtime
import ServiceLifecycle
import TestSupport
import Webhooks

/// A host that serves on a port of its own while a test runs.
struct ServedHost: Sendable {
    let folder: URL
    let port: Int
    let receiver: WebhookReceiver
    let host: HostRuntime

    static func with(_ body: @escaping @Sendable (ServedHost) async throws -> Void) async throws {
        let folder = URL.temporary("console")
        defer { folder.remove() }
        var configuration = HostConfiguration(directory: folder, defaultProvider: "echo")
        try configuration.keepStore(in: folder)
        let deployment = DeploymentConfiguration(
            group: "g", provider: "echo", settings: Settings(texts: [:]), schedule: .init())
        let group = GroupConfiguration(
            id: "g", name: "G", file: URL(filePath: "/nowhere/g.yaml"), shownFile: "providers/g.yaml",
            deployments: [deployment])
        let host = try await HostRuntime.open(
            Configuration(host: configuration, groups: [group]),
            registry: ProviderRegistry(providers: [EchoProvider()]), environment: .live())
        let (receiver, _) = try await host.webhooks.open { _ in }
        let (addresses, ready) = AsyncStream.makeStream(of: ListenAddress.self)
        let server = HostServer(
            listen: ListenAddress(host: "127.0.0.1", port: 0), live: LiveHost(host), webhooks: { receiver },
            logger: .silent
        ) { ready.yield($0) }
        let services = ServiceGroup(configuration: .init(services: [.init(service: server)], logger: .silent))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { ready.finish() }
                try await services.run()
            }
            if let address = await addresses.first(where: { _ in true }) {
                try await body(
                    ServedHost(folder: folder, port: address.port, receiver: receiver, host: host))
                await services.triggerGracefulShutdown()
            }
            try await group.waitForAll()
        }
    }

    /// Sends bytes, and reads until the server closes.
    func exchange(_ request: String) async throws -> String {
        let port = port
        return try await withCheckedThrowingContinuation { answer in
            DispatchQueue.global().async {
                answer.resume(with: Result { try RawExchange.answer(to: Array(request.utf8), port: port) })
            }
        }
    }

    func get(_ path: String) async throws -> String {
        try await exchange("GET \(path) HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
    }

    /// A call as the server sees it, on a connection of its own.
    func post(_ path: String, headers: [String] = [], body: String) async throws -> String {
        let lines = ["POST \(path) HTTP/1.1", "Host: h", "Connection: close"] + headers
        return try await exchange(
            (lines + ["Content-Length: \(body.utf8.count)", "", body]).joined(separator: "\r\n"))
    }
}

/// A provider whose calls say themselves whether they are rightly signed.
struct EchoProvider: WebhookProvider {
    let descriptor = ProviderDescriptor(
        id: "echo", displayName: "Echo", summary: "Calls back.", settings: [],
        filters: FilterVocabulary(contentTypes: ["course"]), schedule: DefaultSchedule(catalog: "07:40"))

    func verify(_ capability: Capability, of connection: Connection) async throws(Failure) {}

    func signature(of headers: [HTTPHeader]) -> WebhookSignature? {
        guard let code = headers.first(where: { $0.name.lowercased() == "code" })?.value else { return nil }
        return WebhookSignature(signedAt: Date(), prefix: [], codes: [Array(code.utf8)])
    }

    func event(in body: [UInt8]) throws(Failure) -> ProviderEvent {
        ProviderEvent(id: String(decoding: body, as: UTF8.self), type: "echo", subject: .other)
    }

    func registerWebhook(_ url: String, secret: Secret, of connection: Connection) async throws(Failure)
        -> Bool
    { false }

    func unregisterWebhook(_ url: String, of connection: Connection) async throws(Failure) {}

    func items(_ ids: [String], of connection: Connection) async throws(Failure) -> CatalogPage {
        CatalogPage(items: [], rows: 0, next: nil, total: nil, isLast: true)
    }
}
