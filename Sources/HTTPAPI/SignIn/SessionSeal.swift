package import Crypto
package import Foundation

/// Encrypts and authenticates session cookies and derives form tokens.
package struct SessionSeal: Sendable {
    /// Of sessions.
    private let sealing: SymmetricKey
    /// Of other data.
    private let keeping: SymmetricKey
    /// Of form tokens.
    private let signing: SymmetricKey

    package init(key: SymmetricKey) {
        func derived(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: key, info: Data("tributary console \(purpose)".utf8), outputByteCount: 32)
        }
        sealing = derived("session")
        keeping = derived("kept")
        signing = derived("form")
    }

    /// The cookie's value.
    ///
    /// - Throws: what the cryptography library throws.
    package func seal(_ session: Session) throws -> String {
        let plain = try JSONEncoder().encode(session)
        return try ChaChaPoly.seal(plain, using: sealing).combined.base64URL
    }

    /// The session in a cookie's value; nil if it is not authentic.
    package func open(_ value: String) -> Session? {
        guard let data = Data(base64URL: value), let box = try? ChaChaPoly.SealedBox(combined: data),
            let plain = try? ChaChaPoly.open(box, using: sealing)
        else { return nil }
        return try? JSONDecoder().decode(Session.self, from: plain)
    }

    /// Encrypts and authenticates other data of pages.
    ///
    /// - Throws: what the cryptography library throws.
    func seal(_ data: Data) throws -> String {
        try ChaChaPoly.seal(data, using: keeping).combined.base64URL
    }

    /// The data; nil if it is not authentic.
    func data(in value: String) -> Data? {
        guard let data = Data(base64URL: value), let box = try? ChaChaPoly.SealedBox(combined: data) else {
            return nil
        }
        return try? ChaChaPoly.open(box, using: keeping)
    }

    /// A token that forms of this session carry; pages of other origins cannot know it.
    ///
    /// Masked by random bytes, other ones each time, so that the length of a compressed page does not tell it (the attack
    /// called BREACH).
    package func formToken(of session: Session) -> String {
        let mask = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        return Data(mask + zip(mask, code(of: session)).map { $0 ^ $1 }).base64URL
    }

    /// Compared in constant time.
    package func isFormToken(_ text: String, of session: Session) -> Bool {
        guard let token = Data(base64URL: text).map(Array.init), token.count == 64 else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            zip(token[..<32], token[32...]).map { $0 ^ $1 }, authenticating: Data(session.id.utf8),
            using: signing)
    }

    private func code(of session: Session) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Data(session.id.utf8), using: signing))
    }
}

extension Data {
    /// Base64 for URLs and cookies (RFC 4648, section 5), without padding.
    package var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    package init?(base64URL text: String) {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        self.init(
            base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/") + padding)
    }
}
