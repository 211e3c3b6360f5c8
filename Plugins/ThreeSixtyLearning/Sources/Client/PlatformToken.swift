import ConnectorKit
import Foundation

/// The answer of the token endpoint. `expires_in` is a number in the description and text in its example
/// (rule D1), so both are read.
struct PlatformToken: Decodable {
    let value: String
    let seconds: Int

    private enum Key: String, CodingKey { case value = "access_token", seconds = "expires_in" }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        value = try fields.decode(String.self, forKey: .value)
        let text = try? fields.decode(String.self, forKey: .seconds)
        let number = text.map { Double($0) } ?? (try? fields.decode(Double.self, forKey: .seconds))
        let told = number.flatMap { Int(exactly: $0.rounded(.down)) }
        seconds = told.flatMap { Self.credible.contains($0) ? $0 : nil } ?? Self.usual
    }

    /// An hour.
    private static let usual = 3_600
    /// Up to a day; what says anything else is not believed (our decision).
    private static let credible = 1...86_400

    /// Fetches a token.
    ///
    /// - Throws: ``Failure/credentials(_:)`` if the client's id and secret are refused.
    static func fetch(
        _ connection: Connection
    ) async throws(Failure) -> AccessToken {
        let settings = connection.settings
        let body = PlatformJSON.bytes([
            "grant_type": "client_credentials", "client_id": settings["client_id"] ?? "",
            "client_secret": settings.secret("client_secret")?.reveal() ?? "",
        ])
        let api = PlatformAPI(connection)
        do throws(PlatformProblem) {
            let token = try await api.value(
                .post, "oauth2/token", body: body, authorized: false, as: PlatformToken.self)
            return AccessToken(value: Secret(token.value), lifetime: .seconds(token.seconds))
        } catch .refused(let refusal) where [400, 401, 403].contains(refusal.status) {
            throw .credentials(
                "\(refusal.label): \(refusal.text); are client_id and client_secret in tributary.yaml "
                    + "those of API v2 credentials of this platform?")
        } catch {
            throw error.failure
        }
    }
}
