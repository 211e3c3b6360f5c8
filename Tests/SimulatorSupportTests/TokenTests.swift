import SimulatorSupport
import Testing

@Suite("Tokens of a simulated service")
struct TokenTests {
    private let tokens = SimulatedTokens(id: "client", secret: "a+b", lifetime: 60)

    private func request(_ form: String, query: String = "", type: String? = nil) -> SimulatedRequest {
        SimulatedRequest(
            "POST", "/token", query: query,
            headers: ["content-type": type ?? "application/x-www-form-urlencoded; charset=utf-8"],
            body: Array(form.utf8))
    }

    @Test("A token is issued for the credentials, and is valid")
    func issued() throws {
        let answer = try tokens.answer(
            request("grant_type=client_credentials&client_id=client&client_secret=a%2Bb"))
        #expect(
            answer.text
                == #"{"access_token":"client-token-1","token_type":"Bearer","expires_in":60}"#)
        #expect(tokens.isValid("client-token-1"))
        #expect(!tokens.isValid("client-token-2"))
        #expect(!tokens.isValid(nil))
    }

    @Test(
        "Any other request is refused with the reason",
        arguments: [
            (
                "grant_type=password&client_id=client&client_secret=a%2Bb", "", 400,
                "grant_type is client_credentials"
            ),
            (
                "grant_type=client_credentials&client_id=client&client_secret=a+b", "", 401,
                "the client is not known"
            ),
            (
                "grant_type=client_credentials&client_id=client&client_id=client", "", 400,
                "the parameter client_id is there twice"
            ),
            (
                "grant_type=client_credentials&client_id=client&client_secret=a%2Bb", "client_secret=a", 400,
                "a form is expected"
            ),
        ])
    func refused(form: String, query: String, status: Int, message: String) {
        #expect(throws: SimulatedRefusal(status, message)) { try tokens.answer(request(form, query: query)) }
    }

    @Test("A body that is no form is refused")
    func type() {
        #expect(throws: SimulatedRefusal(400, "a form is expected")) {
            try tokens.answer(request("{}", type: "application/json"))
        }
    }
}
