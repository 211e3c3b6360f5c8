import CLibXML2

/// libxml2's HTML parser: mends what is broken, resolves entities, and reports elements and text in order.
///
/// The builder is handed to C as an unmanaged pointer and outlives the call that does so.
enum HTMLReader {
    /// Keeps the parser from making a paragraph of bare text, which it does where no element is open.
    private static let root = "tributary-root"

    /// Bytes of all distinct names of elements and attributes together; tags and attributes with further
    /// names are passed over. The parser compares each attribute of an element with all before it, so that
    /// without a bound an element of 200 KB takes seconds.
    private static let maximumNames = 16_384

    static func read(_ html: UnsafeBufferPointer<UInt8>, into builder: MarkupBuilder) {
        _ = initialized
        source(html).withUnsafeBytes { bytes in
            guard let size = Int32(exactly: bytes.count),
                let parser = htmlCreateMemoryParserCtxt(bytes.baseAddress, size)
            else { return }
            defer { htmlFreeParserCtxt(parser) }
            xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8)
            // Without error handlers, which an empty handler has none of, nothing is printed.
            parser.pointee.sax.pointee = handler
            parser.pointee.userData = Unmanaged.passUnretained(builder).toOpaque()
            xmlDictSetLimit(parser.pointee.dict, maximumNames)
            htmlCtxtUseOptions(parser, options)
            builder.stop = { xmlStopParser(parser) }
            htmlParseDocument(parser)
        }
    }

    /// The text as the parser gets it.
    ///
    /// `<!` that begins neither a comment nor a doctype, such as `<![CDATA[` or `<![if mso]>`, becomes `<?x`:
    /// to HTML both are comments up to the next `>`, but libxml2 2.9 takes the former for text.
    private static func source(_ html: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var safe: [UInt8] = []
        safe.reserveCapacity(html.count + 32)
        safe += "<\(root)>".utf8
        appendSafe(html, to: &safe)
        var source: [UInt8] = []
        source.reserveCapacity(safe.count)
        var rest = safe[...]
        while let mark = rest.firstIndex(of: UInt8(ascii: "!")) {
            let after = rest[(mark + 1)...]
            source += rest[..<mark]
            let isKnown =
                after.starts(with: "--".utf8)
                || after.prefix(7).elementsEqual("doctype".utf8) { $0 | 0x20 == $1 }
            source += source.last == UInt8(ascii: "<") && !isKnown ? "?x ".utf8 : "!".utf8
            rest = after
        }
        return source + rest
    }

    /// libxml2 asks for this before its first use on several threads; a global is made once.
    private static let initialized: Void = xmlInitParser()

    /// Among them: charsets named in the text are ignored, for it is UTF-8.
    private static let options =
        [
            HTML_PARSE_RECOVER, HTML_PARSE_NOERROR, HTML_PARSE_NOWARNING, HTML_PARSE_NONET,
            HTML_PARSE_NOIMPLIED, HTML_PARSE_NODEFDTD, HTML_PARSE_IGNORE_ENC,
        ].reduce(Int32(0)) { $0 | Int32($1.rawValue) }

    private static var handler: xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.startElement = { context, name, attributes in
            guard let name else { return }
            HTMLReader.builder(context)?.start(String(cString: name)) { wanted in
                HTMLReader.value(of: wanted, in: attributes)
            }
        }
        handler.endElement = { context, _ in HTMLReader.builder(context)?.end() }
        handler.characters = { context, text, length in
            HTMLReader.builder(context)?.text(UnsafeBufferPointer(start: text, count: Int(length)))
        }
        handler.ignorableWhitespace = handler.characters
        // Scripts and styles: their content must not arrive as text.
        handler.cdataBlock = { _, _, _ in }
        return handler
    }

    private static func builder(_ context: UnsafeMutableRawPointer?) -> MarkupBuilder? {
        context.map { Unmanaged<MarkupBuilder>.fromOpaque($0).takeUnretainedValue() }
    }

    /// The value of an attribute; libxml2 lists names and values in turn, with null at the end.
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
