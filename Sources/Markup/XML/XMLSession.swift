import CLibXML2

/// Reads one document: receives libxml2's events and passes them on.
final class XMLSession {
    /// The fault that ended the reading early.
    var fault: XMLFault?
    var parser: xmlParserCtxtPtr?

    private let report: (XMLEvent) -> Void
    private var depth = 0
    private var isAfterFlaw = false
    /// Text that is not passed on yet, since more of it may follow.
    private var text: [UInt8] = []
    /// The names as strings. libxml2 stores each name once, so its address identifies it.
    private var names: [UnsafePointer<xmlChar>: String] = [:]

    init(_ report: @escaping (XMLEvent) -> Void) { self.report = report }

    /// Reports a document that ended too early, which the parser may not have reported.
    func finish() {
        guard fault == nil else { return }
        flush()
        if depth > 0 { stop("the document ends within an element") }
    }

    // MARK: - Events

    private func start(
        _ name: XMLName, _ attributes: @autoclosure () -> [String: String], attributeCount: Int
    ) {
        guard fault == nil else { return }
        recover()
        flush()
        depth += 1
        guard depth <= XMLReader.maximumDepth else {
            return stop("more than \(XMLReader.maximumDepth) elements within each other")
        }
        guard attributeCount <= XMLReader.maximumAttributes else {
            return stop("an element of more than \(XMLReader.maximumAttributes) attributes")
        }
        report(.start(name, attributes: attributes()))
    }

    private func end() {
        guard fault == nil else { return }
        recover()
        flush()
        depth -= 1
        report(.end)
    }

    private func add(_ bytes: UnsafeBufferPointer<xmlChar>) {
        guard fault == nil else { return }
        recover()
        text += bytes
    }

    private func flush() {
        guard !text.isEmpty else { return }
        report(.text(String(decoding: XMLControls.restored(text), as: UTF8.self)))
        text.removeAll(keepingCapacity: true)
    }

    // MARK: - Faults

    /// Ends the reading.
    private func stop(_ problem: String) {
        guard fault == nil else { return }
        let input = parser?.pointee.input
        fault = XMLFault(
            line: Int(input?.pointee.line ?? 0), column: Int(input?.pointee.col ?? 0), problem: problem)
        if let parser { xmlStopParser(parser) }
    }

    /// Handles an error of the parser. An error that affects nothing else, such as an undeclared prefix, is
    /// ignored: the element then has no namespace.
    private func handle(_ error: xmlError) {
        isAfterFlaw = true
        guard fault == nil, error.level == XML_ERR_FATAL else { return }
        let code = xmlParserErrors(UInt32(bitPattern: error.code))
        let problem =
            error.code == XML_ERR_NO_MEMORY.rawValue
            ? "more than \(XMLReader.maximumNames) bytes of distinct names" : Self.problem(error)
        let found = XMLFault(line: Int(error.line), column: Int(error.int2), problem: problem)
        if Self.flaws.contains(code.rawValue) {
            flush()
            report(.flaw(found))
            if error.code == XML_ERR_UNDECLARED_ENTITY.rawValue { addEntity(error.str1) }
            return
        }
        fault = found
        if let parser { xmlStopParser(parser) }
    }

    /// Adds an entity that XML does not declare as the character that HTML has for it, or as it is written.
    private func addEntity(_ name: UnsafePointer<CChar>?) {
        guard let name, parser?.pointee.instate != XML_PARSER_ATTRIBUTE_VALUE else { return }
        let entity = name.withMemoryRebound(to: xmlChar.self, capacity: 1) { htmlEntityLookup($0) }
        let scalar = entity.flatMap { Unicode.Scalar($0.pointee.value) }
        text += (scalar.map { String($0) } ?? "&\(String(cString: name));").utf8
    }

    /// Contains the effect of a flaw. libxml2 2.9 drops every later reference, even `&amp;`, from a document
    /// that is not well-formed, and decodes everything after a byte that is not UTF-8 as Latin-1.
    private func recover() {
        guard isAfterFlaw else { return }
        isAfterFlaw = false
        parser?.pointee.wellFormed = 1
        parser?.pointee.charset = Int32(XML_CHAR_ENCODING_UTF8.rawValue)
    }

    /// Errors after which the parser goes on as if they had not occurred. They include bytes that are not
    /// UTF-8: an invalid character to libxml2 2.9, an invalid encoding to later versions. An XML declaration
    /// within the document is passed over.
    private static let flaws: Set<UInt32> = [
        XML_ERR_INVALID_CHAR.rawValue, XML_ERR_INVALID_CHARREF.rawValue, XML_ERR_UNDECLARED_ENTITY.rawValue,
        XML_ERR_INVALID_ENCODING.rawValue, XML_ERR_RESERVED_XML_NAME.rawValue,
    ]

    /// Returns libxml2's message as one line of at most 200 characters.
    private static func problem(_ error: xmlError) -> String {
        guard let message = error.message else { return "not well-formed" }
        let words = String(cString: message).split { $0.isWhitespace || $0.isNewline }
            .joined(separator: " ")
        return words.count > 200 ? words.prefix(200) + "…" : words
    }

    // MARK: - Callbacks

    static var handler: xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { context, local, _, namespace, namespaces, _, count, _, attributes in
            guard let session = XMLSession.session(context), let local else { return }
            let name = XMLName(session.name(local), in: namespace.map(session.name))
            session.start(
                name, session.attributes(attributes, Int(count)),
                attributeCount: Int(count) + Int(namespaces))
        }
        handler.endElementNs = { context, _, _, _ in XMLSession.session(context)?.end() }
        handler.characters = { context, text, length in
            XMLSession.session(context)?.add(UnsafeBufferPointer(start: text, count: Int(length)))
        }
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = handler.characters
        handler.internalSubset = { context, _, _, _ in
            XMLSession.session(context)?.stop("a document type declaration, which is not read")
        }
        handler.serror = { context, error in
            guard let error else { return }
            XMLSession.session(context)?.handle(error.pointee)
        }
        return handler
    }

    private static func session(_ context: UnsafeMutableRawPointer?) -> XMLSession? {
        context.map { Unmanaged<XMLSession>.fromOpaque($0).takeUnretainedValue() }
    }

    private func name(_ text: UnsafePointer<xmlChar>) -> String {
        if let known = names[text] { return known }
        let name = String(cString: text)
        names[text] = name
        return name
    }

    /// libxml2 lists five pointers for each attribute: local name, prefix, namespace, and the value's bounds.
    private func attributes(
        _ list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ count: Int
    ) -> [String: String] {
        guard let list, count > 0 else { return [:] }
        var attributes: [String: String] = [:]
        for index in 0..<count {
            let at = list + index * 5
            guard let name = at[0], let start = at[3], let end = at[4] else { continue }
            attributes[self.name(name)] = String(
                decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
        }
        return attributes
    }
}
