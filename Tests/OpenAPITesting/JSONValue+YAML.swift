package import ConnectorKit
import Foundation
import Yams

extension JSONValue {
    /// - Throws: what Yams throws if the text is no YAML.
    package init(yaml text: String) throws { self.init(any: try Yams.load(yaml: text) ?? NSNull()) }

    private init(any value: Any) {
        switch value {
        case let text as String: self = .text(text)
        case let flag as Bool: self = .boolean(flag)
        case let number as Int: self = .integer(number)
        case let number as Double: self = .number(number)
        case let members as [AnyHashable: Any]:
            self = .object(JSONObject(members.map { ("\($0.key)", JSONValue(any: $0.value)) }))
        case let list as [Any]: self = .list(list.map { JSONValue(any: $0) })
        default: self = .null
        }
    }
}
