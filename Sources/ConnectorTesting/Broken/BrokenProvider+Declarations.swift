import ConnectorKit
import Synchronization

extension BrokenProvider {
    /// Wrong in what is declared, and in the token.
    static let declarations: [BrokenProvider] = [defaultSecret, vagueRefusal, ownToken]

    private static let defaultSecret: BrokenProvider = {
        var broken = BrokenProvider(
            breaks: "descriptor",
            flaw: "declares a default for a secret, and brings a translation of other texts")
        broken.descriptor = ProviderDescriptor(
            id: "sample", displayName: "Sample", summary: "Content for trying the suite itself.",
            settings: [
                Setting("url", .origin, required: true, help: "Address of the service."),
                Setting(
                    "secret", .text, secret: true, default: "changeme", help: "Secret of the integration."),
            ],
            filters: FilterVocabulary(contentTypes: ["course"]), schedule: DefaultSchedule(catalog: "07:40"),
            translations: ["de": german])
        return broken
    }()

    private static let german = Array(
        #"""
        {"summary": "Inhalte, um die Suite selbst zu erproben.", "setting.url": "Adresse des Dienstes.",
         "setting.port": "Port des Dienstes.", "setting.secret": "Secret der Integration.",
         "setting.secret.label": "Secret"}
        """#.utf8)

    private static let vagueRefusal: BrokenProvider = {
        var broken = BrokenProvider(
            breaks: "credentials", flaw: "takes a refusal of the credentials for a passing fault")
        broken.token = { connection throws(Failure) in
            do throws(Failure) { return try await SampleProvider().accessToken(connection) } catch {
                throw .transient("no token")
            }
        }
        return broken
    }()

    /// It adds the token itself, so that nobody else can renew it.
    private static let ownToken = BrokenProvider(
        breaks: "token-refresh", flaw: "fetches a token once, by itself, and keeps it"
    ).answering { [held = Held()] request, connection throws(Failure) in
        if held.token == nil { held.token = try await SampleProvider().accessToken(connection)?.value }
        var page = SampleProvider.request(request.checkpoint, connection)
        page.authorized = false
        page.headers = [HTTPHeader("Authorization", "Bearer \(held.token?.reveal() ?? "")")]
        return try SampleProvider.read(try await connection.client.send(page))
    }

    private final class Held: Sendable {
        private let state = Mutex<Secret?>(nil)
        var token: Secret? {
            get { state.withLock { $0 } }
            set { state.withLock { $0 = newValue } }
        }
    }
}
