/// A client certificate with its private key, for a service that demands one (mutual TLS).
///
/// A provider declares a secret setting of the kind ``Setting/Kind/certificate``, and sets
/// ``HTTPRequest/certificate`` to `settings.certificate("…")` in each request to that service, those for tokens included.
public struct ClientCertificate: Sendable, Equatable {
    /// PEM: the certificate, those between it and its authority if the service needs them, and the private key.
    public let pem: Secret

    /// Nil if it does not hold a certificate and a private key without a passphrase.
    public init?(pem: Secret) {
        guard Self.problem(with: pem.reveal()) == nil else { return nil }
        self.pem = pem
    }

    /// What is wrong with a text that should be one, and what would be right; nil if nothing is.
    public static func problem(with text: String) -> String? {
        guard text.contains("-----BEGIN CERTIFICATE-----") else {
            return "no certificate in PEM form; a text with -----BEGIN CERTIFICATE----- was expected"
        }
        // The two ways in which PEM marks a key that has a passphrase (RFC 1421 and RFC 5958).
        guard !text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----"),
            !text.contains("Proc-Type: 4,ENCRYPTED")
        else { return "the private key has a passphrase; one without was expected" }
        guard text.contains(/-----BEGIN (RSA |EC )?PRIVATE KEY-----/) else {
            return
                "no private key beside the certificate; a text with -----BEGIN PRIVATE KEY----- was expected"
        }
        return nil
    }
}

extension Settings {
    /// The certificate of a setting of that kind.
    public func certificate(_ name: String) -> ClientCertificate? {
        secret(name).flatMap(ClientCertificate.init)
    }
}
