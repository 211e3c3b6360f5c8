import ConnectorKit
import Foundation
import Markup

/// A response of a repository with its request.
struct Answer {
    /// The name of the request for messages.
    let request: String
    let verb: Verb
    let response: HTTPResponse

    /// The parts of a response around its elements.
    struct Envelope {
        /// The date as written.
        var responseDate: String?
        var errors: [ProtocolError] = []
        var token: ResumptionToken?
    }

    private static let namespace = "http://www.openarchives.org/OAI/2.0/"

    static func name(_ local: String) -> XMLName { XMLName(local, in: namespace) }

    /// Reads the response, one element of the list at a time.
    ///
    /// - Parameters:
    ///   - element: The name of the elements, such as `record`; for a verb without a list, the verb's own.
    ///   - report: Receives each element, in order.
    /// - Returns: Everything around them. There may be elements even if it contains errors.
    /// - Throws: ``Failure/contract(_:)`` if the response is not OAI-PMH 2.0, ``Failure/credentials(_:)`` for
    ///   status 401 or 403.
    func read(_ element: String, _ report: (XMLTree) -> Void) throws(Failure) -> Envelope {
        let isSuccess = (200...299).contains(response.status)
        do {
            let envelope = try readBody(element, report)
            // Some repositories send errors with an error status, although the protocol requires 200.
            if isSuccess || !envelope.errors.isEmpty { return envelope }
        } catch  where isSuccess {
            throw error
        } catch {}
        throw refusal
    }

    private func readBody(_ element: String, _ report: (XMLTree) -> Void) throws(Failure) -> Envelope {
        let list = Self.name(verb.rawValue)
        let wanted = Self.name(element)
        let isItself = list == wanted
        let around = Set(["responseDate", "error"].map(Self.name))
        let token = Self.name("resumptionToken")
        let root = Self.name("OAI-PMH")
        var builder = XMLTreeBuilder { name, open in
            switch open.count {
            case 1 where open[0] == root: around.contains(name) || isItself && name == list
            case 2 where open == [root, list]: name == wanted || name == token
            default: false
            }
        }
        var envelope = Envelope()
        var outermost: [XMLName] = []
        var isAnswered = false
        var damage: XMLFault?
        do throws(XMLFault) {
            try XMLReader.read(response.body) { event in
                if let tree = builder.consume(event) {
                    switch tree.name {
                    case wanted:
                        isAnswered = true
                        report(tree)
                    case token:
                        envelope.token = ResumptionToken(tree)
                        damage = tree.flaw
                    default: envelope.note(tree)
                    }
                } else if case .start = event, builder.open.count <= 2 {
                    outermost = builder.open
                    if builder.open == [root, list] { isAnswered = true }
                }
            }
        } catch {
            throw .contract("\(request): \(error.message)")
        }
        if let flaw = builder.flaw ?? damage { throw .contract("\(request): \(flaw.message)") }
        guard outermost.first == nil || outermost.first == root else {
            throw .contract(
                """
                \(request): the answer is XML of another kind, with the root \
                \(outermost[0].local.prefix(40)); OAI-PMH 2.0 was expected: \
                is the setting url right?
                """)
        }
        guard isAnswered || !envelope.errors.isEmpty else {
            throw .contract("\(request): the answer has neither \(verb.rawValue) nor an error")
        }
        return envelope
    }

    /// The failure for a response that is not OAI-PMH.
    private var refusal: Failure {
        let problem = "\(request): HTTP \(response.status)"
        return switch response.status {
        case 401, 403: .credentials("\(problem); the repository does not let this machine harvest")
        case 404, 410: .contract("\(problem); is the setting url right?")
        default: .contract("\(problem); OAI-PMH was expected")
        }
    }
}

extension Answer.Envelope {
    fileprivate mutating func note(_ tree: XMLTree) {
        let text = tree.text.trimmed
        if tree.name.local == "responseDate" {
            responseDate = text
        } else {
            errors.append(
                ProtocolError(code: tree.attributes["code"] ?? "an error without a code", text: text))
        }
    }
}
