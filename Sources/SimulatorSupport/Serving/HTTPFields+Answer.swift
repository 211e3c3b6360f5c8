package import HTTPTypes
import Hummingbird

extension HTTPFields {
    /// The fields of an answer; a name that is none is left out.
    package init(contentType: String, _ headers: [String: String]) {
        self = [.contentType: contentType]
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { self[name] = value }
        }
    }
}
