import Foundation

/// The decoded parameters of a query or a form, in order.
package struct QueryText: Sendable {
    package let pairs: [(name: String, value: String)]

    /// - Throws: ``SimulatedRefusal`` 400 if it is not percent-encoded UTF-8.
    package init(_ text: String) throws(SimulatedRefusal) {
        var pairs: [(name: String, value: String)] = []
        for part in text.split(separator: "&") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            pairs.append((try Self.decode(halves[0]), halves.count > 1 ? try Self.decode(halves[1]) : ""))
        }
        self.pairs = pairs
    }

    /// The values by name.
    ///
    /// - Throws: ``SimulatedRefusal`` 400 for a parameter that is none of these names, or that is there twice.
    package func values(of names: [String]) throws(SimulatedRefusal) -> [String: String] {
        var values: [String: String] = [:]
        for (name, value) in pairs {
            guard names.contains(name) else {
                throw SimulatedRefusal(
                    400, "there is no parameter \(name); there are \(names.joined(separator: ", "))")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw SimulatedRefusal(400, "the parameter \(name) is there twice")
            }
        }
        return values
    }

    private static func decode(_ text: Substring) throws(SimulatedRefusal) -> String {
        guard let decoded = String(text).replacing("+", with: " ").removingPercentEncoding else {
            throw SimulatedRefusal(400, "\"\(text)\" is not percent-encoded")
        }
        return decoded
    }
}
