import ConnectorKit
import Testing

@Suite("Secrets")
struct SecretTests {
    private let value = "s3cr3t-value"

    @Test("no way of printing shows a secret, alone or within other values")
    func masked() {
        let secret = Secret(value)
        let settings = Settings(texts: ["portal": "x"], secrets: ["client_secret": secret])
        let token = AccessToken(value: secret, lifetime: .seconds(1))
        var dumped = ""
        dump(secret, to: &dumped)
        dump(settings, to: &dumped)
        dump(token, to: &dumped)
        let shown = [
            "\(secret)", String(describing: secret), String(reflecting: secret), "\(Optional(secret) as Any)",
            "\([secret])", "\(["a": secret])", "\((secret, 1))", "\(settings)", String(reflecting: settings),
            "\(token)", String(reflecting: token), "\(settings.plain)", "\(settings.secretNames)", dumped,
        ]
        for text in shown { #expect(!text.contains(value)) }
        #expect("\(secret)" == "••••")
        #expect(String(reflecting: secret) == "••••")
    }

    @Test("only reveal returns a secret, and equal secrets compare equal")
    func revealed() {
        #expect(Secret(value).reveal() == value)
        #expect(Secret(value) == Secret(value))
        #expect(Secret(value) != Secret("other"))
        #expect(Settings(texts: [:], secrets: ["a": Secret(value)]).secret("a")?.reveal() == value)
    }
}
