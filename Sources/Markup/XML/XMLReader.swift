import CLibXML2

/// Reads XML from memory and reports what it holds, in order, without building a tree of it.
///
/// Nothing but the bytes is ever read: no DTD, no external entity, no network. A document type declaration
/// ends the reading before anything it declares could count, so that no entity can be declared and only XML's
/// own five are known. Bounded are the depth of elements (``maximumDepth``), the attributes of one element,
/// and the names of the document together; a text is as long as the bytes allow.
package enum XMLReader {
    /// Elements open at once.
    package static let maximumDepth = 128
    /// Attributes and namespace declarations of one element.
    static let maximumAttributes = 256
    /// Bytes of all distinct names and namespaces together. libxml2 compares each attribute of an element
    /// with all before it, so that without a bound an element of many attributes takes minutes.
    static let maximumNames = 65_536

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - bytes: the whole document, UTF-8 or of the encoding it declares.
    ///   - take: is told what it holds, up to the fault where there is one.
    /// - Throws: ``XMLFault`` where it is not well-formed, or passes a bound.
    package static func read(_ bytes: [UInt8], _ take: (XMLEvent) -> Void) throws(XMLFault) {
        if let problem = XMLFault.notXML(bytes) { throw XMLFault(line: 0, column: 0, problem: problem) }
        guard let size = Int32(exactly: bytes.count) else {
            throw XMLFault(line: 0, column: 0, problem: "the answer is larger than 2 GB")
        }
        _ = initialized
        let fault = withoutActuallyEscaping(take) { take in
            let session = XMLSession(take)
            bytes.withUnsafeBytes { parse($0, size, session) }
            return session.fault
        }
        if let fault { throw fault }
    }

    /// The session is handed to C as an unmanaged pointer and outlives the call that does so.
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

    /// libxml2 asks for this before its first use on several threads; a global is made once.
    private static let initialized: Void = xmlInitParser()

    /// Recovery, since a flaw shall not end the document; every other fault is made to (``XMLSession``).
    private static let options = [XML_PARSE_RECOVER, XML_PARSE_NONET]
        .reduce(Int32(0)) { $0 | Int32($1.rawValue) }
}
