import ConnectorKit
import SimulatorSupport

/// Why a request is refused.
struct Refusal: Error {
    let status: Int
    let body: JSONValue
    var headers: [String: String] = [:]

    /// An error of the API. Public answers show these three members, and code 101 for a throttled request; that
    /// the other codes are 100 is our decision, since nobody should read them.
    init(_ status: Int, _ message: String, code: Int = 100, headers: [String: String] = [:]) {
        self.status = status
        body = ["serviceErrorCode": .integer(code), "message": .text(message), "status": .integer(status)]
        self.headers = headers
    }

    private init(status: Int, body: JSONValue) {
        self.status = status
        self.body = body
    }

    /// The parameters of a query or a form.
    ///
    /// - Throws: ``Refusal`` 400 if it cannot be read.
    static func parameters(_ text: String) throws(Refusal) -> QueryText {
        do throws(SimulatedRefusal) {
            return try QueryText(text)
        } catch {
            throw .invalid(error.message)
        }
    }

    var answer: SimulatedAnswer { SimulatedAnswer(body, status: status, headers: headers) }

    static func invalid(_ message: String) -> Refusal { Refusal(400, message) }

    /// An error of the token endpoint (RFC 6749, section 5.2).
    static func token(_ status: Int, _ error: String, _ description: String) -> Refusal {
        Refusal(status: status, body: ["error": .text(error), "error_description": .text(description)])
    }
}
