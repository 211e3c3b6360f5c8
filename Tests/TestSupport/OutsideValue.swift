package import ConnectorKit
import Synchronization

/// What may stand where a value is expected, as JSON: what services and callers send that nobody thought of.
package struct OutsideValue: Sendable, CustomStringConvertible {
    package let json: String

    package static let all = [
        "0", "-1", "9223372036854775807", "-9223372036854775808", "1e400", "NaN", "1e-400", "\"12\"", "\"\"",
        "null", "[]", "{}",
    ].map(OutsideValue.init(json:))

    package var description: String { json }

    /// All places in a value that hold something else than a list or an object, and those themselves.
    package static func places(in value: JSONValue, at place: [Step] = []) -> [[Step]] {
        let parts: [[Step]] =
            switch value {
            case .object(let object):
                object.members.flatMap { places(in: $0.value, at: place + [.member($0.name)]) }
            case .list(let list):
                list.enumerated().flatMap { places(in: $1, at: place + [.element($0)]) }
            default: []
            }
        return (place.isEmpty ? [] : [place]) + parts
    }

    /// A step on the way to a place.
    package enum Step: Sendable, Hashable {
        case member(String)
        case element(Int)
    }

    /// The JSON of a document with this value at a place.
    package func json(in document: JSONValue, at place: [Step]) -> String {
        Self.replaced(document, place[...]).json.replacing("\"\(Self.mark)\"", with: json)
    }

    private static let mark = "a value from outside"

    private static func replaced(_ value: JSONValue, _ place: ArraySlice<Step>) -> JSONValue {
        guard let step = place.first else { return .text(mark) }
        let rest = place.dropFirst()
        switch (value, step) {
        case (.object(let object), .member(let name)):
            return .object(
                JSONObject(
                    object.members.map { ($0.name, $0.name == name ? replaced($0.value, rest) : $0.value) })
            )
        case (.list(let list), .element(let index)):
            return .list(list.enumerated().map { $0 == index ? replaced($1, rest) : $1 })
        default: return value
        }
    }
}

/// A client in which one response has a value from outside in one place.
package final class TamperingClient: HTTPClient {
    package struct Place: Sendable {
        /// Which response, from 0.
        package let response: Int
        package let steps: [OutsideValue.Step]
    }

    private let client: any HTTPClient
    private let place: Place?
    private let value: OutsideValue?
    private let state: Mutex<(count: Int, documents: [(number: Int, document: JSONValue)])> = Mutex((0, []))

    /// - Parameter place: nil leaves every response as it is.
    package init(_ client: any HTTPClient, _ place: Place? = nil, _ value: OutsideValue? = nil) {
        self.client = client
        self.place = place
        self.value = value
    }

    /// The places in all responses so far, those of the first two elements of each list.
    package var places: [Place] {
        state.withLock(\.documents).flatMap { number, document in
            OutsideValue.places(in: document).filter { steps in
                !steps.contains { if case .element(let index) = $0 { index > 1 } else { false } }
            }.map { Place(response: number, steps: $0) }
        }
    }

    package func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        let number = state.withLock { state in
            defer { state.count += 1 }
            return state.count
        }
        let response = try await client.send(request)
        guard let document = JSONValue(json: String(decoding: response.body, as: UTF8.self)) else {
            return response
        }
        state.withLock { $0.documents.append((number, document)) }
        guard let place, let value, place.response == number else { return response }
        return HTTPResponse(
            status: response.status, headers: response.headers,
            body: Array(value.json(in: document, at: place.steps).utf8))
    }
}
