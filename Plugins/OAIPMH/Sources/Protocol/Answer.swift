import ConnectorKit
import Foundation
import Markup

/// A response of a repository with its request.
struct Answer {
    /// The name of the request for messages.
    let request: String
    let verb: Verb
    let response: HTTPResponse
    /// The body without what does not belong to it.
    let source: XMLSource
    /// Whether the request had credentials, for messages.
    private let isAuthenticated: Bool

    init(request: String, verb: Verb, response: HTTPResponse, isAuthenticated: Bool = false) {
        self.request = request
        self.verb = verb
        self.response = response
        self.isAuthenticated = isAuthenticated
        source = XMLSource(response.body, root: "OAI-PMH")
    }

    /// The parts of a response around its elements.
    struct Envelope {
        /// The date as written.
        var responseDate: String?
        var errors: [ProtocolError] = []
        var token: ResumptionToken?
        /// What was unusual, and read all the same.
        var remarks: [String] = []
    }

    var isSuccess: Bool { (200...299).contains(response.status) }

    // MARK: - Names

    private static let namespace = "http://www.openarchives.org/OAI/2.0/"

    static func name(_ local: String) -> XMLName { XMLName(local, in: namespace) }

    /// Returns an element's name, in the protocol's namespace also if that is missing or misspelled (rule O9).
    private static func canonical(_ name: XMLName) -> XMLName {
        guard let own = name.namespace else { return Self.name(name.local) }
        guard own != namespace, abs(own.utf8.count - namespace.utf8.count) < 3,
            own.normalizedNamespace == namespace.normalizedNamespace
        else { return name }
        return Self.name(name.local)
    }

    /// Reads the response, one element of the list at a time.
    ///
    /// - Parameters:
    ///   - element: The name of the elements, such as `record`; for a verb without a list, the verb's own.
    ///   - report: Receives each element, in order.
    /// - Returns: Everything around them. There may be elements even if it contains errors.
    /// - Throws: ``Failure/contract(_:)`` if the response is not OAI-PMH 2.0, ``Failure/credentials(_:)`` for
    ///   status 401 or 403.
    func read(_ element: String, _ report: (XMLTree) -> Void) throws(Failure) -> Envelope {
        do {
            var envelope = try read(element, in: source.bytes, report)
            envelope.remarks = source.remarks + envelope.remarks
            // Some repositories send errors with an error status, although the protocol requires 200.
            if isSuccess || !envelope.errors.isEmpty { return envelope }
        } catch  where isSuccess {
            throw error
        } catch {}
        throw refusal
    }

    /// Reads a document that holds the response, or a part of it.
    func read(_ element: String, in document: [UInt8], _ report: (XMLTree) -> Void) throws(Failure)
        -> Envelope
    {
        let wanted = Self.name(element)
        let token = Self.name("resumptionToken")
        var envelope = Envelope()
        var damage: String?
        let outline: Outline
        do throws(XMLFault) {
            outline = try trees(element, in: document) { tree in
                switch tree.name {
                case wanted: report(tree)
                case token:
                    // A token without one of its characters is another one.
                    damage = damage ?? (envelope.token == nil ? tree.flaw?.message : "there are two tokens")
                    let found = ResumptionToken(tree)
                    if found.text?.hasControlCharacters == true {
                        damage = damage ?? "the token holds a control character"
                    }
                    envelope.token = found
                default: envelope.note(tree)
                }
            }
        } catch {
            let problem = error.line > 0 ? source.stray.map { "the answer is not XML: \"\($0)\"" } : nil
            throw .contract("\(request): \(problem ?? error.message)")
        }
        if let damage { throw .contract("\(request): \(damage)") }
        if let flaw = outline.flaw { envelope.remarks.append(flaw.message) }
        if let root = outline.root, root != Self.name("OAI-PMH") {
            throw .contract(
                """
                \(request): the answer is XML of another kind, with the root \(root.local.prefix(40)); \
                OAI-PMH 2.0 was expected: is the setting url right?
                """)
        }
        guard outline.hasList || !envelope.errors.isEmpty else {
            throw .contract("\(request): the answer has neither \(verb.rawValue) nor an error")
        }
        return envelope
    }

    /// What a document has around its trees.
    struct Outline {
        var root: XMLName?
        /// Whether the verb's element was there.
        var hasList = false
        var flaw: XMLFault?
    }

    /// Reads the wanted elements, the token, the errors and the date of a document.
    @discardableResult
    func trees(_ element: String, in document: [UInt8], _ report: (XMLTree) -> Void) throws(XMLFault)
        -> Outline
    {
        let list = Self.name(verb.rawValue)
        let wanted = Self.name(element)
        let around = Set(["responseDate", "error"].map(Self.name))
        let token = Self.name("resumptionToken")
        let root = Self.name("OAI-PMH")
        var builder = XMLTreeBuilder { name, open in
            switch open.count {
            case 1 where open[0] == root: around.contains(name) || list == wanted && name == list
            case 2 where open == [root, list]: name == wanted || name == token
            default: false
            }
        }
        var outline = Outline()
        try XMLReader.read(document) { event in
            var event = event
            if case .start(let name, let attributes) = event {
                event = .start(Self.canonical(name), attributes: attributes)
            }
            if let tree = builder.consume(event) {
                if tree.name == wanted { outline.hasList = true }
                report(tree)
            } else if case .start = event, builder.open.count <= 2 {
                outline.root = builder.open.first
                if builder.open == [root, list] { outline.hasList = true }
            }
        }
        outline.flaw = builder.flaw
        return outline
    }

    /// The failure for a response that is not OAI-PMH.
    private var refusal: Failure {
        let problem = "\(request): HTTP \(response.status)"
        return switch response.status {
        case 401, 403:
            .credentials(
                isAuthenticated
                    ? "\(problem); are the settings user and password right?"
                    : "\(problem); the repository does not let this machine harvest")
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

extension String {
    /// Whether the text holds what XML does not allow; it was another text then.
    var hasControlCharacters: Bool { unicodeScalars.contains { $0.value < 32 } }

    /// A namespace without what people and programs vary: the scheme, case, and the last slash or hash.
    var normalizedNamespace: String {
        var name = lowercased()[...]
        for scheme in ["http://", "https://"] where name.hasPrefix(scheme) {
            name = name.dropFirst(scheme.count)
        }
        while let last = name.last, last == "/" || last == "#" { name = name.dropLast() }
        return String(name)
    }
}
