import Crypto
import Foundation
import HTTPTypes
package import Hummingbird

/// Identifies the content of an answer.
package enum EntityTag {
    static func of(_ text: String) -> String {
        "\"\(Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString())\""
    }

    /// Whether a caller has this content already. Compared weakly (RFC 9110, section 13.1.2): compressed or not, it is
    /// the same.
    package static func isKnown(_ tag: String, to request: Request) -> Bool {
        request.headers[values: .ifNoneMatch].flatMap { $0.split(separator: ",") }.contains { known in
            let known = known.trimmingCharacters(in: .whitespaces)
            return known == tag || known == "W/" + tag || known == "*"
        }
    }
}
