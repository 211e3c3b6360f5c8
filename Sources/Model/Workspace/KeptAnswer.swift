/// What a call was answered, for who repeats the call because the answer did not arrive.
package struct KeptAnswer: Sendable, Equatable {
    /// Tells whether the call is the same.
    package let fingerprint: String
    package let status: Int
    package let body: String

    package init(fingerprint: String, status: Int, body: String) {
        self.fingerprint = fingerprint
        self.status = status
        self.body = body
    }
}
