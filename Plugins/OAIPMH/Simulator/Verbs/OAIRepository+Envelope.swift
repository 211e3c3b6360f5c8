import Foundation

extension OAIRepository {
    /// Returns a whole response (OAI-PMH 2.0 section 3.2): time, request, and the verb's element or an error.
    ///
    /// - Parameter leavingOutItems: Whether to send a list without records or token, for a fault. The
    ///   protocol's schema requires at least one record.
    func document(
        _ pairs: [(name: String, value: String)], baseURL: String, leavingOutItems: Bool = false
    ) -> String {
        var writer = XMLWriter()
        writer.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        let date = Stamp.text(Int64(now().timeIntervalSince1970.rounded(.down)), .second)
        writer.element("OAI-PMH", ["xmlns": "http://www.openarchives.org/OAI/2.0/"]) { writer in
            writer.element("responseDate", text: date)
            do throws(Refusal) {
                let arguments = try Arguments(pairs)
                var body = XMLWriter()
                let refusal: Refusal?
                do throws(Refusal) {
                    try answer(arguments, baseURL: baseURL, to: &body)
                    refusal = nil
                } catch { refusal = error }
                // The request is repeated unless it was not understood.
                let isUnderstood = refusal?.code != .badArgument
                writer.raw("<request verb=\"\(arguments.verb.rawValue)\"")
                for (name, value) in arguments.values.sorted(by: { $0.key < $1.key }) where isUnderstood {
                    writer.raw(" \(name)=\"\(XMLWriter.escaped(value))\"")
                }
                writer.raw(">\(XMLWriter.escaped(baseURL))</request>")
                if let refusal {
                    writer.error(refusal)
                } else {
                    writer.element(arguments.verb.rawValue) { $0.raw(leavingOutItems ? "" : body.text) }
                }
            } catch {
                writer.element("request", text: baseURL)
                writer.error(error)
            }
        }
        return writer.text
    }
}

extension XMLWriter {
    fileprivate mutating func error(_ refusal: Refusal) {
        element("error", ["code": refusal.code.rawValue], text: refusal.message)
    }
}
