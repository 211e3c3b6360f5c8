import CLibXML2

/// Reads XML from memory and reports its events in order, without building a tree.
///
/// It never reads anything but the bytes: no DTD, no external entity, no network. Reading ends at a document
/// type declaration, so no entity can be declared and only XML's five predefined ones are known. The depth of
/// elements (``maximumDepth``), the attributes of an element and the names of the document are limited. The
/// length of a text is not.
package enum XMLReader {
    /// The maximum number of open elements.
    package static let maximumDepth = 128
    /// The maximum number of attributes and namespace declarations of one element.
    static let maximumAttributes = 256
    /// The limit for all distinct names and namespaces, in bytes. libxml2 compares each attribute of an
    /// element with all previous ones; without a limit an element with many attributes takes minutes.
    static let maximumNames = 65_536

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - bytes: The whole document, in UTF-8 or in the encoding that it declares.
    ///   - report: Receives the events, up to the fault if there is one. Texts may hold control characters.
    /// - Throws: ``XMLFault`` if the document is not well-formed or exceeds a limit.
    package static func read(_ bytes: [UInt8], _ report: (XMLEvent) -> Void) throws(XMLFault) {
        if let problem = XMLFault.notXML(bytes) { throw XMLFault(line: 0, column: 0, problem: problem) }
        let source = XMLControls.disguised(bytes)
        guard let size = Int32(exactly: source.count) else {
            throw XMLFault(line: 0, column: 0, problem: "the answer is larger than 2 GB")
        }
        _ = initialized
        let fault = withoutActuallyEscaping(report) { report in
            let session = XMLSession(report)
            source.withUnsafeBytes { parse($0, size, session) }
            return session.fault
        }
        if let fault { throw fault }
    }

    /// C receives the session as an unmanaged pointer; the session outlives that call.
    private static func parse(_ bytes: UnsafeRawBufferPointer, _ size: Int32, _ session: XMLSession) {
        guard let parser = xmlCreateMemoryParserCtxt(bytes.baseAddress, size) else {
            session.fault = XMLFault(line: 0, column: 0, problem: "out of memory")
            return
        }
        defer {
            xmlFreeDoc(parser.pointee.myDoc)
            parser.pointee.myDoc = nil
            xmlFreeParserCtxt(parser)
        }
        xmlCtxtUseOptions(parser, options)
        parser.pointee.sax.pointee = XMLSession.handler
        parser.pointee.userData = Unmanaged.passUnretained(session).toOpaque()
        xmlDictSetLimit(parser.pointee.dict, maximumNames)
        session.parser = parser
        xmlParseDocument(parser)
        session.finish()
    }

    /// libxml2 requires this call before several threads use it. A global is initialized once.
    private static let initialized: Void = xmlInitParser()

    /// Recovery mode, since a flaw must not end the document. ``XMLSession`` ends it at every other fault.
    private static let options = [XML_PARSE_RECOVER, XML_PARSE_NONET]
        .reduce(Int32(0)) { $0 | Int32($1.rawValue) }
}
