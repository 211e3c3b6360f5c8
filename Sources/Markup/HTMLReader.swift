import CLibXML2

/// libxml2's HTML parser. It repairs broken HTML, resolves entities, and reports elements and text in order.
///
/// C receives the handler as an unmanaged pointer; the handler outlives that call.
enum HTMLReader {
    /// An open element, since the parser turns bare text into a paragraph if no element is open.
    private static let root = "tributary-root"

    /// The limit for all distinct names of elements and attributes, in bytes. Tags and attributes with
    /// further names are ignored. The parser compares each attribute of an element with all previous ones;
    /// without a limit an element of 200 KB takes seconds.
    private static let maximumNames = 16_384

    static func read(_ html: HTMLSource, into handler: HTMLHandler) {
        _ = initialized
        (Array("<\(root)>".utf8) + html.bytes).withUnsafeBytes { bytes in
            guard let size = Int32(exactly: bytes.count),
                let parser = htmlCreateMemoryParserCtxt(bytes.baseAddress, size)
            else { return }
            defer { htmlFreeParserCtxt(parser) }
            xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8)
            // The callbacks include none for errors, so nothing is printed.
            parser.pointee.sax.pointee = callbacks
            parser.pointee.userData = Unmanaged.passUnretained(handler).toOpaque()
            xmlDictSetLimit(parser.pointee.dict, maximumNames)
            htmlCtxtUseOptions(parser, options)
            handler.stop = { xmlStopParser(parser) }
            htmlParseDocument(parser)
        }
    }

    /// libxml2 requires this call before several threads use it. A global is initialized once.
    private static let initialized: Void = xmlInitParser()

    /// The charset that the text names is ignored, since the text is UTF-8.
    private static let options =
        [
            HTML_PARSE_RECOVER, HTML_PARSE_NOERROR, HTML_PARSE_NOWARNING, HTML_PARSE_NONET,
            HTML_PARSE_NOIMPLIED, HTML_PARSE_NODEFDTD, HTML_PARSE_IGNORE_ENC,
        ].reduce(Int32(0)) { $0 | Int32($1.rawValue) }

    private static var callbacks: xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.startElement = { context, name, attributes in
            guard let name else { return }
            HTMLReader.handler(context)?.start(String(cString: name)) { wanted in
                HTMLReader.value(of: wanted, in: attributes)
            }
        }
        handler.endElement = { context, _ in HTMLReader.handler(context)?.end() }
        handler.characters = { context, text, length in
            HTMLReader.handler(context)?.text(UnsafeBufferPointer(start: text, count: Int(length)))
        }
        handler.ignorableWhitespace = handler.characters
        // The content of scripts and styles must not become text.
        handler.cdataBlock = { _, _, _ in }
        return handler
    }

    private static func handler(_ context: UnsafeMutableRawPointer?) -> HTMLHandler? {
        context.map { Unmanaged<HTMLHandler>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Returns the value of an attribute. libxml2 alternates names and values, with null at the end.
    private static func value(
        of wanted: String, in attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) -> String? {
        guard var attribute = attributes else { return nil }
        while let name = attribute.pointee {
            if String(cString: name) == wanted { return attribute[1].map { String(cString: $0) } }
            attribute += 2
        }
        return nil
    }
}
