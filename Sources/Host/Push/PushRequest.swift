public import Foundation
public import Store

/// The body of a request to push: one JSON object, or an array of them.
public enum PushRequest {
    /// The rows of a body, numbered from 1; what is wrong with one is its outcome, and the others go.
    ///
    /// - Throws: ``PushFileProblem`` where the body as a whole is none to push.
    public static func rows(_ body: Data, of kind: PushKind) throws(PushFileProblem) -> [PushRow] {
        guard let value = try? JSONSerialization.jsonObject(with: body) else {
            throw PushFileProblem("the body is no JSON; an object or an array of objects was expected")
        }
        let items = value as? [Any] ?? [value]
        guard !items.isEmpty, value is [Any] || value is [String: Any] else {
            throw PushFileProblem(
                "the body holds nothing to push; an object or an array of objects was expected")
        }
        return items.enumerated().map { index, item in
            guard let object = item as? [String: Any] else {
                return PushRow(
                    line: index + 1, reference: "", content: .refused("the item is no JSON object"))
            }
            return PushLine.row(object, line: index + 1, as: kind)
        }
    }
}
