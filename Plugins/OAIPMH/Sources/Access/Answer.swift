import ConnectorKit
import Foundation
import Markup

/// An answer of a repository and the request it belongs to.
struct Answer {
    /// The request as messages name it.
    let request: String
    let verb: Verb
    let response: HTTPResponse

    /// What surrounds the elements of an answer.
    struct Envelope {
        /// As it was written.
        var responseDate: String?
        var errors: [ProtocolError] = []
        var token: ResumptionToken?
    }

    private static let namespace = "http://www.openarchives.org/OAI/2.0/"

    static func name(_ local: String) -> XMLName { XMLName(local, in: namespace) }

    /// Reads the answer, one element of the list at a time.
    ///
    /// - Parameters:
    ///   - element: the name of the elements, such as `record`; for a verb that lists nothing its own.
    ///   - take: is told each of them, in order.
    /// - Returns: everything around them; where it holds errors there may still have been elements.
    /// - Throws: ``Failure/contract(_:)`` where the answer is no OAI-PMH 2.0, ``Failure/credentials(_:)`` for
    ///   a status that says so.
    func read(_ element: String, _ take: (XMLTree) -> Void) throws(Failure) -> Envelope {
        let isGranted = (200...299).contains(response.status)
        do {
            let envelope = try readBody(element, take)
            // Some repositories answer an error with a status that is one, the protocol asks for 200.
            if isGranted || !envelope.errors.isEmpty { return envelope }
        } catch  where isGranted {
            throw error
        } catch {}
        throw refusal
    }

    private func readBody(_ element: String, _ take: (XMLTree) -> Void) throws(Failure) -> Envelope {
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
                if let tree = builder.take(event) {
                    switch tree.name {
                    case wanted:
                        isAnswered = true
                        take(tree)
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

    /// What an answer without OAI-PMH means.
    private var refusal: Failure {
        let complaint = "\(request): HTTP \(response.status)"
        return switch response.status {
        case 401, 403: .credentials("\(complaint); the repository does not let this machine harvest")
        case 404, 410: .contract("\(complaint); is the setting url right?")
        default: .contract("\(complaint); OAI-PMH was expected")
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
